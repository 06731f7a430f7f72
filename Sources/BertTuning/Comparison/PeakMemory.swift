import Foundation

/// The peak resident memory of this process since the last reset, by Linux's `VmHWM`.
enum PeakMemory {
  /// Resets the peak to the memory held now. Where the system refuses, the earlier peak stays.
  static func reset() {
    guard let handle = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    try? handle.write(contentsOf: Data("5".utf8))
    try? handle.close()
  }

  /// Bytes; nil where the system does not report it.
  static var bytes: Int? {
    guard let handle = FileHandle(forReadingAtPath: "/proc/self/status"), let data = try? handle.readToEnd() else {
      return nil
    }
    try? handle.close()
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix("VmHWM:") {
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        .flatMap { Int($0) }.map { $0 * 1024 }
    }
    return nil
  }
}
