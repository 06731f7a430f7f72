public import BertData
import BertInference

/// The labelled rows of a run, divided.
public struct TrainingData: Sendable {
  /// The kind of labels; nil for several questions, each of which has its own.
  public let problem: ProblemType?
  /// The labels, in order; for a regression, the name of the number; for several questions, a name for each output.
  public let labels: LabelSet
  /// The questions, where there are several, in the order of their outputs; else empty.
  public let questions: [QuestionLabels]
  /// Rows to learn from.
  public let training: [Example]
  /// Rows to choose the best epoch by; may be empty.
  public let validation: [Example]
  /// Rows judged once, at the end; may be empty.
  public let test: [Example]
  /// SHA-256 of the data file, where the caller knows it; recorded in the bundle.
  public var fileSHA256: String?
  /// The columns of the labels, where each label has a column; nil otherwise.
  public var labelColumns: [String]?
  /// The part of the data's rows that is the test; nil where the test is a share or a file.
  public var testFold: TestFold?
  /// The columns that were read, where the file names them; recorded in the bundle.
  public var columns: TakenColumns?
  /// The number of parts for cross-validation; nil where the validation rows judge.
  public var folds: Int?

  /// The domain to adapt the classifier to; nil where it is that of the rows.
  public var target: TargetDomain?
  /// The files of the rows, in the order of their `Example.origin`, where there are several; else empty.
  public var sources: [SourceFile] = []
  /// Texts without labels that the method `features` learns from beside the rows.
  public var unlabelled: UnlabelledTexts?
  /// Texts whose masked tokens the method `finetune` learns beside the task, so that the encoder keeps what it knows.
  public var anchor: AnchorTexts?

  /// The least number of rows whose metrics are reliable enough for a verdict.
  public static let fewestJudging = 50

  /// Takes rows that are divided already.
  ///
  /// - Parameters:
  ///   - labels: The labels that the rows' indices refer to.
  ///   - training: Rows to learn from.
  ///   - validation: Rows to choose the best epoch by; may be empty.
  ///   - test: Rows judged once, at the end; may be empty.
  ///   - fileSHA256: The hash of the file that the rows come from.
  /// - Throws: `noRows`; `unlabelledRow` for a row whose label is missing, not of the set, or of another kind than that
  ///   of the first row; `tooFewLabels` where the training rows have a single label, or every label of several holds for
  ///   all rows or for none; `tooFewNumbers` where all numbers are the same.
  public init(
    labels: LabelSet, training: [Example], validation: [Example], test: [Example] = [], fileSHA256: String? = nil
  ) throws(TuningError) {
    guard !training.isEmpty else { throw .noRows(part: "training") }
    let problem = training[0].target?.problem ?? .singleLabel
    for example in [training, validation, test].joined() {
      guard let target = example.target, target.problem == problem, target.fits(labels.count) else {
        throw .unlabelledRow(line: example.line)
      }
    }
    self.problem = problem
    self.labels = labels
    questions = []
    self.training = training
    self.validation = validation
    self.test = test
    self.fileSHA256 = fileSHA256
    guard Self.teaches(training.compactMap(\.target), labels: labels.count) else {
      if problem == .regression { throw .tooFewNumbers }
      throw .tooFewLabels(found: labels.names.indices.filter { counts[$0] > 0 }.map { labels.names[$0] })
    }
  }

  /// Whether rows differ in their labels, so that there is something to learn: two labels occur; of several labels a
  /// text, one holds for some rows and not for others; or two numbers occur.
  ///
  /// - Parameters:
  ///   - targets: of the rows, all of one problem.
  ///   - labels: C.
  static func teaches(_ targets: [Target], labels: Int) -> Bool {
    guard let first = targets.first else { return false }
    let counts = Target.counts(targets, labels: labels)
    return switch first.problem {
    case .singleLabel: counts.count { $0 > 0 } >= 2
    case .multiLabel: counts.contains { $0 > 0 && $0 < targets.count }
    case .regression: targets.contains { $0 != first }
    }
  }

  /// Holds out a stratified share of the rows for validation.
  ///
  /// - Parameters:
  ///   - examples: all rows.
  ///   - labels: the labels that the rows' indices refer to.
  ///   - fraction: 0 ..< 1; 0 holds none.
  ///   - test: rows that are neither trained nor chosen on.
  ///   - seed: decides which rows are held.
  ///   - fileSHA256: the hash of the file that the rows come from.
  /// - Throws: `option` for a share out of its range; what
  ///   ``init(labels:training:validation:test:fileSHA256:)`` throws.
  public init(
    splitting examples: [Example], labels: LabelSet, validationFraction fraction: Double, test: [Example] = [],
    seed: UInt64, fileSHA256: String? = nil
  ) throws(TuningError) {
    try HeldRows.checkValidation(share: fraction)
    for example in examples where example.target == nil { throw .unlabelledRow(line: example.line) }
    let (training, held) = StratifiedSplit.split(
      targets: Self.strata(examples, labels: labels.count), fraction: fraction, seed: seed)
    try self.init(
      labels: labels, training: training.map { examples[$0] }, validation: held.map { examples[$0] }, test: test,
      fileSHA256: fileSHA256)
  }

  /// Whether the rows are pairs of texts.
  var hasPairs: Bool { training.first?.pair != nil }

  /// Training rows per label.
  public var counts: [Int] { Target.counts(training, labels: labels.count) }

  /// SHA-256 over all that training can see: targets, texts and their division.
  package var digest: String {
    var content = ContentDigest()
    content.add(labels.count)
    labels.names.forEach { content.add($0) }
    if let folds { content.add(folds) }
    for question in questions {
      content.add(question.name)
      content.add(question.question.column)
      content.add(question.question.problem.rawValue)
    }
    for part in [training, validation, test] {
      content.add(part.count)
      for example in part {
        content.add(example.target)
        example.answers.forEach { content.add($0) }
        content.add(example.text)
        content.add(example.pair == nil ? 0 : 1)
        content.add(example.pair ?? "")
      }
    }
    if let target {
      content.add(target.isTested ? 1 : 0)
      for part in [target.texts, target.labelled] {
        content.add(part.count)
        for example in part {
          content.add(example.target)
          content.add(example.text)
          content.add(example.pair == nil ? 0 : 1)
          content.add(example.pair ?? "")
        }
      }
    }
    if !sources.isEmpty {
      content.add("sources")
      for example in [training, validation, test].joined() { content.add(example.origin) }
    }
    if let unlabelled {
      content.add("unlabelled")
      content.add(unlabelled.texts.count)
      for example in unlabelled.texts {
        content.add(example.text)
        content.add(example.pair == nil ? 0 : 1)
        content.add(example.pair ?? "")
      }
    }
    if let anchor {
      content.add("anchor")
      content.add(anchor.texts.count)
      for example in anchor.texts {
        content.add(example.text)
        content.add(example.pair == nil ? 0 : 1)
        content.add(example.pair ?? "")
      }
    }
    return content.hexadecimal
  }
}

extension TrainingData: RunRows {
  func learning(from training: [Example], judging held: [Example]) throws(TuningError) -> TrainingData {
    var part =
      questions.isEmpty
      ? try TrainingData(labels: labels, training: training, validation: [], test: held)
      : try TrainingData(questions: questions, training: training, validation: [], test: held)
    part.target = target
    part.target?.isJudged = false
    part.unlabelled = unlabelled
    part.anchor = anchor
    part.sources = sources
    return part
  }
}
