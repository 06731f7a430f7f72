import BertBaselines
import BertData
import BertInference
import BertKernels
import BertStorage
import Foundation

/// A run from labelled rows to the bundle of a simple model.
public struct BaselineSession {
  let job: BaselineJob
  let choice: MethodChoice
  /// The encoder that classifies the texts of which the table is unsure.
  private let cascade: CascadeChoice?
  /// The parts that cross-validation judges; nil without it.
  let division: CrossValidation<Example>?

  /// Checks the options and the place of the bundle.
  ///
  /// - Throws: `option`, `outputTaken`.
  public init(_ job: BaselineJob) throws(TuningError) {
    var job = job
    let problem = try Self.problem(job.data)
    job.options.problem = problem == .singleLabel ? nil : problem
    self.job = job
    try TuningError.translating { () throws(InferenceError) in try Processor.require() }
    try Self.translating { () throws(BaselineError) in try job.options.validate() }
    let method = job.options.method
    guard TrainingMethod.trainable.contains(method) else {
      throw .option(name: "method", value: method.rawValue, rule: "is not a method that makes a bundle")
    }
    try BundlePlacement.check(destination: job.output)
    guard !method.takesVectors || job.vectors != nil else {
      throw .option(name: "vectors", value: "", rule: "must name a file of word vectors, or a name from the catalogue")
    }
    guard !method.takesTable || job.table != nil else {
      throw .option(name: "model", value: "", rule: "must name a table of token vectors")
    }
    choice = job.selection?.choice ?? MethodChoice(asked: method)
    division = CrossValidation(job.data, seed: job.options.seed)
    try Self.checkScores(job, problem, judges: !job.data.validation.isEmpty || division != nil)
    cascade = try job.cascade.map { (url) throws(TuningError) in
      try CascadeChoice(url, job.data, threads: job.threads)
    }
  }

  /// The options by which a ``ScoreFit`` calibrates scores and chooses thresholds.
  private static func scoreOptions(_ job: BaselineJob) -> TrainingOptions {
    var options = TrainingOptions()
    // The cascade's threshold is chosen on the table's uncalibrated scores.
    options.calibrates = job.cascade == nil ? job.calibrates : false
    options.abstainPrecision = job.abstainPrecision
    return options
  }

  /// Checks the options of calibration and abstention.
  ///
  /// - Parameters:
  ///   - problem: The kind of labels.
  ///   - judges: Whether any rows are held out.
  /// - Throws: `option`.
  private static func checkScores(_ job: BaselineJob, _ problem: ProblemType, judges: Bool) throws(TuningError) {
    let options = scoreOptions(job)
    try options.validateScores(hasValidation: judges)
    try options.validateScores(problem: problem)
    guard job.cascade != nil else { return }
    let reason = "cannot be joined with an encoder that is asked where the table's own scores are low; leave it out"
    if job.calibrates == true { throw .option(name: "calibrate", value: "", rule: reason) }
    if let precision = job.abstainPrecision {
      throw .option(name: "abstain-precision", value: Figures.short(precision), rule: reason)
    }
  }

  /// The kind of labels of the rows.
  ///
  /// - Throws: `option` for several questions, which no simple model learns.
  static func problem(_ data: TrainingData) throws(TuningError) -> ProblemType {
    guard let problem = data.problem else {
      throw .option(name: "task", value: "", rule: "must be one question: simple models do not learn several at once")
    }
    return problem
  }

  /// Cross-validates: for each part of the rows, fits a model on the other parts and predicts the part. Word vectors
  /// are those of all rows, because they do not depend on labels.
  ///
  /// - Returns: nil where the run is not cross-validated.
  private func crossValidate(
    _ vectors: WordVectorTable?, _ sentences: StaticSentences?, isCancelled: () -> Bool
  ) throws(TuningError) -> OutOfFold? {
    guard let division else { return nil }
    var trainer = BaselineTrainer(options: job.options, labels: job.data.labels.names)
    trainer.vectors = vectors
    trainer.sentences = sentences
    var result = OutOfFold(folds: division.parts.count)
    for part in division.parts {
      let fit = try Self.translating { () throws(BaselineError) in
        try trainer.fit(part.training, progress: { _ in }, isCancelled: isCancelled)
      }
      result.rows += part.held
      result.logits += try Self.logits(fit.classifier, part.held)
    }
    return result
  }

  /// The plan of the run, as lines for people.
  public var planLines: [String] {
    let data = job.data
    let counts = TrainingSession.rowCounts(data)
    return [
      "method      \(choice.method.rawValue): \(job.options.method.title), no encoder",
      "rows        \(data.training.count) for training" + (counts.isEmpty ? "" : " (\(TrainingPlan.listed(counts)))")
        + ", "
        + (division.map { "cross-validated in \($0.parts.count) parts" } ?? "\(data.validation.count) for validation")
        + (data.test.isEmpty ? "" : ", \(data.test.count) for the test"),
    ]
  }

  /// Warnings to show before the run begins.
  public var warnings: [TrainingWarning] {
    let data = job.data
    return (data.validation.isEmpty && data.test.isEmpty && division == nil ? [.noJudgement] : [])
      + TrainingSession.labelsWithoutRows(data).map(TrainingWarning.labelWithoutRows)
  }

  /// Trains, judges, writes the bundle and reads it back.
  ///
  /// - Parameters:
  ///   - progress: told the share done, 0 ... 1, where that is known.
  ///   - isCancelled: asked now and then.
  /// - Throws: a ``TuningError``; `interrupted` where `isCancelled` said true.
  public func run(
    progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws(TuningError) -> TrainingOutcome {
    let started = ContinuousClock.now
    let data = job.data
    let own = try OwnVectors(job, progress: progress, isCancelled: isCancelled)
    defer { own?.remove() }
    let vectors = try own?.table() ?? (job.options.vectors == nil ? nil : job.vectors)
    let sentences = try sentences()
    var trainer = BaselineTrainer(options: job.options, labels: data.labels.names)
    trainer.vectors = vectors
    trainer.sentences = sentences
    let fit = try Self.translating { () throws(BaselineError) in
      try trainer.fit(data.training, progress: progress, isCancelled: isCancelled)
    }
    let seconds = started.duration(to: .now).inSeconds
    let outOfFold = try crossValidate(vectors, sentences, isCancelled: isCancelled)
    let figures = try SimpleFigures(
      fit.classifier, data, outOfFold.map { ($0.rows, $0.logits) }, Self.scoreOptions(job), isCancelled: isCancelled)
    let cascade = try cascade.map { (cascade) throws(TuningError) in
      try cascade.record(fit.classifier, logits: figures.judged.logits, data.validation, isCancelled: isCancelled)
    }
    let epochs = max(1, fit.losses.count)
    let reports = fit.losses.enumerated().map { epoch, loss in
      EpochReport(
        epoch: epoch + 1, step: (epoch + 1) * data.training.count, trainingLoss: loss, learningRate: 0,
        seconds: seconds / Double(epochs), validation: epoch + 1 == epochs ? figures.validation : nil,
        isBest: epoch + 1 == epochs)
    }
    func majority(_ rows: [Example]) -> TaskMetrics? {
      Evaluation.floor(
        training: data.training.compactMap(\.target), truth: rows.compactMap(\.target), labels: data.labels.names)
    }
    var outcome = TrainingOutcome(
      bundle: job.output, choice: choice, epochs: reports, bestEpoch: epochs, validation: figures.validation,
      test: figures.test, majorityValidation: majority(figures.judged.rows), majorityTest: majority(data.test),
      note: (figures.notes + (cascade.map { [$0.words] } ?? [])).note(after: fit.note), folds: outOfFold?.folds,
      seconds: started.duration(to: .now).inSeconds)
    outcome.selection = job.selection
    outcome.testFold = data.testFold
    try write(fit, figures, outcome, vectors, cascade)
    if job.writesReport { outcome.report = try writeReport(fit.classifier, figures, outcome) }
    return outcome
  }

  /// Encodes texts by the table of token vectors; nil for a method without one.
  private func sentences() throws(TuningError) -> StaticSentences? {
    guard job.options.method.takesTable, let table = job.table else { return nil }
    return try TuningError.translating { () throws(InferenceError) in
      try StaticSentences(table, compute: .ready(threads: job.threads))
    }
  }

  private func write(
    _ fit: BaselineTrainer.Fit, _ figures: SimpleFigures, _ outcome: TrainingOutcome, _ vectors: WordVectorTable?,
    _ cascade: CascadeRecord?
  ) throws(TuningError) {
    let data = job.data, rule = figures.rule
    var record = BundleRecord(
      createdWith: job.program, method: choice.method, methodReason: choice.reason, labels: data.labels.names,
      labelValues: data.labels == LabelSet(names: data.labels.names) ? nil : data.labels.values,
      labelAlternatives: data.labels.alternatives.allSatisfy(\.isEmpty) ? nil : data.labels.alternatives,
      thresholds: rule.problem == .multiLabel ? rule.thresholds : nil, data: .init(data, folds: outcome.folds),
      metrics: .init(
        validation: outcome.validation, test: outcome.test, majorityValidation: outcome.majorityValidation,
        majorityTest: outcome.majorityTest))
    record.formatVersion = rule.problem == .singleLabel ? BundleRecord.baselineFormat : BundleRecord.baselineTasksFormat
    if choice.method.takesTable { record.formatVersion = BundleRecord.tableFormat }
    record.baseline = job.options
    if let selection = outcome.selection { record.selection = try JSONValue.encoding(selection) }
    record.calibration = rule.calibration
    record.abstainBelow = figures.abstainBelow
    record.pairs = data.hasPairs
    record.cascade = cascade
    let log = try RunDirectory.lines(outcome.epochs)
    let probes = Array(data.training.prefix(8))
    let live = try Self.logits(fit.classifier, probes)
    try BundlePlacement(destination: job.output).install { (aside: URL) throws(TuningError) in
      record.tokenizerFiles = try BaselineFiles.write(
        fit.classifier.content, vectors: vectors, table: job.options.method.takesTable ? job.table : nil, to: aside)
      try BaselineFiles.write(record, metricsLog: log, to: aside)
    } verify: { (url: URL) throws(TuningError) in
      let classifier = try TuningError.translating { () throws(InferenceError) in
        try TextClassifier(contentsOf: url, threads: 1)
      }
      let read = try Self.logits(classifier, probes)
      // Equality is exact: the same weights go through the same code.
      guard read == live else {
        throw .bundleDiffers(path: url.path, difference: zip(read, live).map { abs($0 - $1) }.max() ?? .infinity)
      }
    }
  }

  /// The logits of rows by a simple model, [rows × C].
  ///
  /// - Throws: `interrupted`; `inference` for a row that a table of token vectors cannot read.
  static func logits(
    _ classifier: any Classifier, _ rows: [Example], _ isCancelled: () -> Bool = { false }
  ) throws(TuningError) -> [Double] {
    do {
      return try classifier.logits(rows, isCancelled: isCancelled)
    } catch let error as InferenceError {
      throw TuningError(error)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }

  /// Runs some work and translates the errors of simple models to this module's.
  static func translating<Value>(_ work: () throws(BaselineError) -> Value) throws(TuningError) -> Value {
    do {
      return try work()
    } catch {
      throw TuningError(error)
    }
  }
}
