public import BertData

/// Which rows are kept from training.
public enum HeldRows: Sendable, Equatable {
  /// A stratified share of the data's rows.
  case share(Double)
  /// The rows of another file.
  case source(DataSource)

  /// A number is a share, anything else a path.
  public init(argument: String) {
    self = Double(argument).map(HeldRows.share) ?? .source(DataSource(argument: argument))
  }
}
