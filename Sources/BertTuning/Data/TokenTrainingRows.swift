public import BertData
import BertInference

/// The rows of a run that learns labels of tokens, read from files.
public struct TokenTrainingRows: Sendable {
  /// The rows, divided.
  public let data: TokenTrainingData
  /// Notes about the files, one line each, with the file's name.
  public let notes: [String]

  /// Reads the files. Shares are taken at random and are not stratified.
  ///
  /// - Parameters:
  ///   - source: The rows to learn from.
  ///   - validation: The validation rows: another file, or a share of the rows that the test leaves.
  ///   - test: The test rows: another file, or a share or a part, which is taken first; nil for none.
  ///   - folds: The number of parts for cross-validation, which replaces a validation share of fewer than
  ///     ``TrainingData/fewestJudging`` rows; nil never cross-validates.
  ///   - seed: Decides which rows a share takes.
  ///   - reading: How rows are read.
  /// - Throws: `TokenDataError` for files that cannot be read; `TuningError.option` for a share out of its range,
  ///   `noTestRows`, and what ``TokenTrainingData`` refuses.
  public init(
    _ source: DataSource, validation: HeldRows, test: HeldRows?, folds: Int? = nil, seed: UInt64,
    reading: TokenReadingOptions
  ) throws {
    let dataset = try TokenDataset(contentsOf: source, options: reading)
    var notes = dataset.notes.map { "\(source.name): \($0)" }
    if dataset.scheme == .iob1 {
      notes.append("\(source.name): the tags are IOB1, and the model learns the same entities in BIO")
    }
    var others = reading
    if source == .standardInput { others.format = nil }
    func read(_ other: DataSource) throws(TokenDataError) -> [TokenRow] {
      let dataset = try TokenDataset(contentsOf: other, options: others)
      notes += dataset.notes.map { "\(other.name): \($0)" }
      return dataset.rows
    }
    var rows = dataset.rows
    var judged: [TokenRow] = []
    switch test {
    case .share(let share):
      try HeldRows.checkTest(share: share)
      (rows, judged) = TokenTrainingData.split(rows, share, seed)
      if judged.isEmpty { throw TuningError.noTestRows(file: source.name, share: share) }
    case .source(let other): judged = try read(other)
    case .fold(let fold):
      let targets = CrossValidation<TokenRow>.targets(rows)
      (rows, judged) = try HeldRows.taking(fold, of: rows) { count in
        StratifiedSplit.folds(targets: targets, count: count, seed: seed)
      }
    case nil: break
    }
    let hash = try TrainingRows.hash(of: source)
    var data: TokenTrainingData
    switch validation {
    case .share(let share):
      data = try TokenTrainingData(
        splitting: rows, scheme: dataset.scheme, validationFraction: share, test: judged, seed: seed,
        fileSHA256: hash)
      if let folds, HeldRows.areFew(data.validation.count, share: share) {
        data = try TokenTrainingData(
          scheme: dataset.scheme, training: rows, validation: [], test: judged, fileSHA256: hash)
        data.folds = folds
      }
    case .source(let other):
      data = try TokenTrainingData(
        scheme: dataset.scheme, training: rows, validation: read(other), test: judged, fileSHA256: hash)
    case .fold: throw HeldRows.noFold()
    }
    data.testFold = test?.fold
    self.data = data
    self.notes = notes
  }
}
