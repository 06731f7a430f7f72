/// What a row is called: its number, or what a column of the data says.
public enum RowID: Sendable, Hashable {
  /// A number that fits the engines' 64 bits.
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
