/// How many rows met one fate, and the lines of the first of them.
public struct RowTally: Sendable, Equatable, Codable {
  /// Lines remembered; the count goes on.
  public static let remembered = 20

  /// Rows in all.
  public private(set) var count = 0
  /// 1-based lines of the first rows, at most `remembered`.
  public private(set) var firstLines: [Int] = []
  /// The files that those rows are, where each row is a file; nil where rows are lines of one.
  public private(set) var firstFiles: [String]?

  /// No rows yet.
  public init() {}

  /// Counts a row.
  ///
  /// - Parameters:
  ///   - line: the line on which the row begins.
  ///   - file: the file that the row is, where it is one.
  public mutating func add(line: Int, file: String? = nil) {
    count += 1
    guard firstLines.count < Self.remembered else { return }
    firstLines.append(line)
    if let file { firstFiles = (firstFiles ?? []) + [file] }
  }

  /// "line 7", "lines 7, 9, 12, …"; of rows that are files "neg/7.txt, neg/9.txt, …".
  package var lines: String {
    let shown = (firstFiles.map { $0.map(DataError.plain) } ?? firstLines.map(String.init)).prefix(5)
    let unit = firstFiles == nil ? (count == 1 ? "line " : "lines ") : ""
    return unit + shown.joined(separator: ", ") + (count > 5 ? ", …" : "")
  }
}
