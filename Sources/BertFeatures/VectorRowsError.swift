public import BertStorage

/// What is wrong with rows of vectors, or with what is asked of them.
public enum VectorRowsError: CodedError, Equatable, CustomStringConvertible {
  /// There are too few rows for what is asked.
  case tooFewRows(found: Int, needed: Int)
  /// The rows do not differ enough to be told apart.
  case alike(rows: Int)
  /// A row, counted from 0, holds a value that is not a finite number.
  case notFinite(row: Int)
  /// More clusters are asked for than there are rows.
  case tooManyClusters(wanted: Int, rows: Int)
  /// An option's value breaks a rule.
  case option(name: String, rule: String)
  /// A list beside the rows has another length than there are rows.
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
    case .alike(let rows): "\(Counted(rows, "row")) that are all the same: there are no groups in them"
    case .notFinite(let row): "row \(row), counted from 0, has a value that is not a number; make the vectors again"
    case .tooManyClusters(let wanted, let rows):
      "\(Counted(wanted, "cluster")) of \(Counted(rows, "row")): there cannot be more clusters than rows; ask for fewer"
    case .option(let name, let rule): "\(name) must be \(rule)"
    case .length(let name, let found, let rows): "\(Counted(found, "value")) of \(name) for \(Counted(rows, "row"))"
    }
  }
}
