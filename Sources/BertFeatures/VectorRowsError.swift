public import BertStorage

/// What is wrong with rows of vectors, or with the options of a method for them.
public enum VectorRowsError: CodedError, Equatable, CustomStringConvertible {
  /// There are fewer rows than the method needs.
  case tooFewRows(found: Int, needed: Int)
  /// The rows do not form two groups.
  case alike(rows: Int)
  /// A row, counted from 0, holds a value that is not a finite number.
  case notFinite(row: Int)
  /// More clusters are asked for than there are rows.
  case tooManyClusters(wanted: Int, rows: Int)
  /// An option's value breaks a rule.
  case option(name: String, rule: String)
  /// A list that belongs to the rows does not have their number of values.
  case length(name: String, found: Int, rows: Int)

  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .tooFewRows, .alike, .notFinite, .length: .badData
    case .tooManyClusters, .option: .usage
    }
  }

  /// One line: what is wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .tooFewRows(let found, let needed):
      "\(Counted(found, "row is", "rows are")) too few; at least \(needed) are needed"
    case .alike(let rows): "\(Counted(rows, "row")) do not form two groups; give rows that differ"
    case .notFinite(let row):
      "row \(row), counted from 0, has a value that is not a finite number; embed the texts again"
    case .tooManyClusters(let wanted, let rows):
      "\(Counted(wanted, "cluster")) of \(Counted(rows, "row")): there cannot be more clusters than rows; ask for fewer"
    case .option(let name, let rule): "\(name) must be \(rule)"
    case .length(let name, let found, let rows):
      "\(name) have \(Counted(found, "value")), and there are \(Counted(rows, "row"))"
    }
  }
}
