public import BertStorage

/// What is wrong with vectors, or with the settings of a method for them.
public enum FeatureSpaceError: Error, Sendable, Equatable {
  /// There is no row.
  case empty(Place)
  /// There is only one row, and a method needs to know how rows vary.
  case oneRow(Place)
  /// A value is not a number, or infinite; row and column from 0.
  case notFinite(Place, row: Int, column: Int)
  /// All rows are the same vector.
  case constant(Place)
  /// Vectors have different numbers of dimensions.
  case dimensions(Place, found: Int, expected: Int)
  /// A list does not hold one value for each row.
  case count(of: String, found: Int, expected: Int)
  /// A value is outside its range; row from 0.
  case value(of: String, row: Int, rule: String)
  /// A setting breaks a rule.
  case setting(name: String, rule: String)
  /// The method would need more memory than it may take.
  case tooManyRows(found: Int, most: Int, remedy: String)
  /// There is no result: an iteration did not converge, or a system of equations has no solution.
  case unsolved(what: String, remedy: String)

  /// Which vectors an error is about.
  public enum Place: String, Sendable, Equatable {
    /// The labelled domain.
    case source
    /// The domain that a model is adapted to.
    case target
    /// Vectors where there is only one domain.
    case vectors
  }
}

extension FeatureSpaceError: CustomStringConvertible {
  /// One line: what is wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .empty(let place): "\(place.words) hold no row; give at least two different texts"
    case .oneRow(let place):
      "\(place.words) hold only one row, which does not show how they vary; give more texts"
    case .notFinite(let place, let row, let column):
      "\(place.words) hold a value that is not a finite number, in row \(row + 1), column \(column + 1); embed the texts again"
    case .constant(let place):
      "\(place.words) are all the same vector; give different texts, or another encoder"
    case .dimensions(let place, let found, let expected):
      "\(place.words) have \(found) dimensions where \(expected) are expected; use one encoder for all texts"
    case .count(let what, let found, let expected): "there are \(found) \(what) for \(Counted(expected, "row"))"
    case .value(let what, let row, let rule): "the \(what) of row \(row + 1) must be \(rule)"
    case .setting(let name, let rule): "\(name) must be \(rule)"
    case .tooManyRows(let found, let most, let remedy):
      "\(Counted(found, "row")) are more than the \(Counted.digits(most)) that this method can hold in memory; \(remedy)"
    case .unsolved(let what, let remedy): "\(what); \(remedy)"
    }
  }
}

extension FeatureSpaceError: CodedError {
  /// Bad data; `usage` for a setting.
  public var code: ErrorCode {
    if case .setting = self { .usage } else { .badData }
  }
}

extension FeatureSpaceError.Place {
  var words: String {
    switch self {
    case .source: "the vectors of the source"
    case .target: "the vectors of the target"
    case .vectors: "the vectors"
    }
  }
}
