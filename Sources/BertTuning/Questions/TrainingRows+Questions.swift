public import BertData
import BertStorage

extension TrainingRows {
  /// Reads files with the answers to several questions.
  ///
  /// - Parameters:
  ///   - source: the rows to learn from.
  ///   - questions: the questions; their labels are those of the data, and apply to the other files too.
  ///   - validation: the rows that choose the best epoch: those of another file, or a share of the rows that are not
  ///     test rows.
  ///   - test: the rows that are judged once: those of another file, or a share that is taken first; nil for none.
  ///   - folds: the number of parts for cross-validation, where the share would hold fewer than
  ///     ``TrainingData/fewestJudging`` rows; nil for no cross-validation.
  ///   - seed: decides which rows a share takes.
  ///   - reading: how rows are read.
  /// - Throws: `DataError` for files that cannot be read or learnt from; `TuningError.option` for a share out of its
  ///   range, `noTestRows`, and what ``TrainingData`` refuses.
  public init(
    _ source: DataSource, questions: [Question], validation: HeldRows, test: HeldRows?, folds: Int? = nil,
    seed: UInt64, reading: ReadingOptions
  ) throws {
    let dataset = try QuestionDataset.read(source, questions: questions.map { ($0, nil) }, options: reading)
    try dataset.requireTrainable(file: source.name)
    let known = dataset.questions
    var reports = [(source: source, report: dataset.report)]
    func placed(_ lines: [Wording], in source: DataSource) -> [Wording] { lines.map { "\(source.name): \($0)" } }
    var notes = placed(dataset.noteWordings, in: source)
    var warnings = placed(dataset.warningWordings, in: source)
    var others = reading
    // The other files tell their format themselves, unless they too come without an ending.
    if source == .standardInput { others.format = nil }
    func read(_ other: DataSource) throws(DataError) -> [Example] {
      let dataset = try QuestionDataset.read(
        other, questions: known.map { ($0.question, $0.question.problem == .regression ? nil : $0.labels) },
        options: others)
      reports.append((other, dataset.report))
      notes += placed(dataset.noteWordings, in: other)
      warnings += placed(dataset.warningWordings, in: other)
      return dataset.examples
    }
    var examples = dataset.examples
    var judged: [Example] = []
    switch test {
    case .share(let share):
      (examples, judged) = try Self.takingTest(examples, share, source) {
        StratifiedSplit.split(
          answers: dataset.examples.map(\.answers), questions: known, fraction: share, seed: seed)
      }
    case .source(let other): judged = try read(other)
    case .fold(let fold):
      (examples, judged) = try HeldRows.taking(fold, of: examples) { count in
        StratifiedSplit.folds(answers: dataset.examples.map(\.answers), questions: known, count: count, seed: seed)
      }
    case nil: break
    }
    let hash = try Self.hash(of: source)
    var data: TrainingData
    switch validation {
    case .share(let share):
      data = try TrainingData(
        splitting: examples, questions: known, validationFraction: share, test: judged, seed: seed, fileSHA256: hash)
      if let folds, HeldRows.areFew(data.validation.count, share: share) {
        data = try TrainingData(
          questions: known, training: examples, validation: [], test: judged, fileSHA256: hash)
        data.folds = folds
      }
    case .source(let other):
      data = try TrainingData(
        questions: known, training: examples, validation: read(other), test: judged, fileSHA256: hash)
    case .fold: throw HeldRows.noFold()
    }
    data.testFold = test?.fold
    data.columns = dataset.report.columns.map { TakenColumns(text: $0.text, pair: $0.pair) }
    self.init(data, reports: reports, notes: notes, warnings: warnings)
  }
}
