import Foundation

/// The most memory that this process has held, counted from a moment on, as Linux counts it.
enum PeakMemory {
  /// Begins the count anew, from what is held now. Where the system refuses, the count goes on.
  static func reset() {
    guard let handle = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    try? handle.write(contentsOf: Data("5".utf8))
    try? handle.close()
  }

  /// Bytes; nil where the system does not say.
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
