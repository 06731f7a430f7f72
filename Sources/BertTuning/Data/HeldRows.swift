public import BertData

/// Which rows are held out from training.
public enum HeldRows: Sendable, Equatable {
  /// A stratified share of the data's rows.
  case share(Double)
  /// The rows of another file.
  case source(DataSource)
  /// One of the parts that the data's rows are divided into; only for the test.
  case fold(TestFold)

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

  /// Takes the rows of one part for the test.
  ///
  /// - Parameters:
  ///   - fold: The part, and the number of parts.
  ///   - rows: All rows.
  ///   - parts: Divides the rows into a number of parts: the indices of the rows of each part, none empty.
  /// - Throws: `option` for a part that does not exist, and where the rows make fewer parts.
  static func taking<Row>(
    _ fold: TestFold, of rows: [Row], parts: (_ count: Int) -> [[Int]]
  ) throws(TuningError) -> (rest: [Row], held: [Row]) {
    guard fold.count >= 2, (1...fold.count).contains(fold.number) else {
      throw .option(
        name: "fold", value: "\(fold.number)", rule: "must be from 1 to the number of parts, which is 2 at least")
    }
    let parts = parts(fold.count)
    guard parts.count == fold.count else {
      throw .option(
        name: "folds", value: "\(fold.count)",
        rule: "the rows make no more than \(Figures.count(parts.count, "part")) that each have some")
    }
    let held = Set(parts[fold.number - 1])
    return (
      rows.indices.filter { !held.contains($0) }.map { rows[$0] }, parts[fold.number - 1].map { rows[$0] }
    )
  }

  /// The part; nil for a share and for a file.
  var fold: TestFold? { if case .fold(let fold) = self { fold } else { nil } }

  /// The error for a part as the validation rows.
  static func noFold() -> TuningError {
    .option(name: "validation", value: "", rule: "must be a file or a share, and no part")
  }

  /// Whether a share for validation holds so few rows that cross-validation is more reliable.
  static func areFew(_ held: Int, share: Double) -> Bool { share > 0 && held < TrainingData.fewestJudging }

  /// - Throws: `option` for a share that leaves nothing to learn from.
  static func checkValidation(share: Double) throws(TuningError) {
    guard share >= 0, share < 1 else {
      throw .option(name: "validation", value: "\(share)", rule: "must be a file, or a share from 0 to below 1")
    }
  }
}
