/// How many rows had the same fault or note, and the lines of the first of them.
public struct RowTally: Sendable, Equatable, Codable {
  /// The most lines that are kept; further rows are only counted.
  public static let remembered = 20

  /// Rows in all.
  public private(set) var count = 0
  /// 1-based lines of the first rows, at most `remembered`.
  public private(set) var firstLines: [Int] = []
  /// The files of the first rows, where each row is a file; nil where all rows are of one file.
  public private(set) var firstFiles: [String]?

  /// No rows yet.
  public init() {}

  /// Counts a row.
  ///
  /// - Parameters:
  ///   - line: the line on which the row begins.
  ///   - file: the file, where each row is a file.
  public mutating func add(line: Int, file: String? = nil) {
    count += 1
    guard firstLines.count < Self.remembered else { return }
    firstLines.append(line)
    if let file { firstFiles = (firstFiles ?? []) + [file] }
  }

  /// "line 7", "lines 7, 9, 12, …"; for rows that are files "neg/7.txt, neg/9.txt, …".
  package var lines: String {
    let shown = (firstFiles.map { $0.map(DataError.plain) } ?? firstLines.map(String.init)).prefix(5)
    let unit = firstFiles == nil ? (count == 1 ? "line " : "lines ") : ""
    return unit + shown.joined(separator: ", ") + (count > 5 ? ", …" : "")
  }
}
