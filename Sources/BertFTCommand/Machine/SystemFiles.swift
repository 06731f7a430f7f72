import Foundation

/// The files in which Linux describes the machine; nil on other systems.
enum SystemFiles {
  /// The fields of the first processor in `/proc/cpuinfo`.
  static let processor = fields(of: text("/proc/cpuinfo"))

  /// The first line of a file, without the white space around it.
  static func line(_ path: String) -> String? {
    text(path)?.split(separator: "\n").first.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The value of a line of `/proc/meminfo`, in bytes.
  static func memory(_ name: String) -> Int? {
    fields(of: text("/proc/meminfo"))[name]?.split(separator: " ").first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  /// How many processors a list such as `0-3,8` names; nil for another form.
  static func count(ofList list: String) -> Int? {
    var count = 0
    for part in list.split(separator: ",") {
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, ends.count <= 2, last >= first else { return nil }
      count += last - first + 1
    }
    return count > 0 ? count : nil
  }

  /// The values of `name : value` lines; of lines with the same name the first.
  static func fields(of text: String?) -> [String: String] {
    var fields: [String: String] = [:]
    for line in (text ?? "").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, fields[parts[0]] == nil { fields[parts[0]] = parts[1] }
    }
    return fields
  }

  private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
