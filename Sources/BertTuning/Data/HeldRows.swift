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

extension HeldRows {
  /// - Throws: `option` for a share that leaves nothing to learn from or to judge.
  static func checkTest(share: Double) throws(TuningError) {
    guard share > 0, share < 1 else {
      throw .option(name: "test", value: "\(share)", rule: "must be a file, or a share between 0 and 1")
    }
  }

  /// Whether a share for validation holds so few rows that cross-validation says more.
  static func areFew(_ held: Int, share: Double) -> Bool { share > 0 && held < TrainingData.fewestJudging }

  /// - Throws: `option` for a share that leaves nothing to learn from.
  static func checkValidation(share: Double) throws(TuningError) {
    guard share >= 0, share < 1 else {
      throw .option(name: "validation", value: "\(share)", rule: "must be a file, or a share from 0 to below 1")
    }
  }
}
