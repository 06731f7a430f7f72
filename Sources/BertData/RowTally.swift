/// How many rows met one fate, and the lines of the first of them.
public struct RowTally: Sendable, Equatable, Codable {
  /// Lines remembered; the count goes on.
  public static let remembered = 20

  /// Rows in all.
  public private(set) var count = 0
  /// 1-based lines of the first rows, at most `remembered`.
  public private(set) var firstLines: [Int] = []

  /// No rows yet.
  public init() {}

  /// Counts a row.
  public mutating func add(line: Int) {
    count += 1
    if firstLines.count < Self.remembered { firstLines.append(line) }
  }

  /// "line 7", "lines 7, 9, 12, …".
  var lines: String {
    let shown = firstLines.prefix(5).map(String.init).joined(separator: ", ")
    return (count == 1 ? "line " : "lines ") + shown + (count > 5 ? ", …" : "")
  }
}
