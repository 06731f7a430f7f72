/// The id of a row: its number, or the value of a column.
public enum RowID: Sendable, Hashable {
  /// A 64-bit integer.
  case integer(Int64)
  /// Any text that is not empty.
  case text(String)

  /// The types of ids.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Whole numbers.
    case integer
    /// Any text.
    case text
  }
}
