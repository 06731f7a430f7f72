import BertBaselines
import BertData
import Foundation

/// The trials of `auto`: each learns from some of the training rows and answers the rest. The rows of validation and
/// test have no part in it.
struct MethodTrials {
  /// What all trials begin with.
  let encoder: SharedEncoder
  /// The run that is decided for, with the options of all methods but SetFit.
  let job: TrainingJob
  /// The options of SetFit.
  let pairs: TrainingOptions
  /// The rows that trials are made on.
  let data: TrainingData
  /// All training rows, without the others.
  let whole: TrainingData
  /// The parts of ``data``.
  let division: CrossValidation<Example>
  /// Where the trials' own files go.
  let directory: URL

  /// Divides the training rows, or a sample of them where texts are plentiful; nil where they are too few to hold some
  /// back.
  ///
  /// - Throws: What dividing rows throws.
  init?(
    _ job: TrainingJob, pairs: TrainingOptions, sharing encoder: SharedEncoder, _ rule: MethodRule, in directory: URL
  ) throws(TuningError) {
    self.encoder = encoder
    self.job = job
    self.pairs = pairs
    self.directory = directory
    let given = job.data
    var rows = given.training
    if rule.isPlentiful, rows.count > MethodRule.sampledRows {
      let share = Double(MethodRule.sampledRows) / Double(rows.count)
      let sample = StratifiedSplit.split(
        targets: rows.compactMap(\.target), fraction: share, seed: job.options.seed
      ).held
      rows = sample.map { given.training[$0] }
    }
    guard TrainingData.teaches(rows.compactMap(\.target), labels: given.labels.count) else { return nil }
    whole = try TrainingData(labels: given.labels, training: given.training, validation: [])
    var data = try TrainingData(labels: given.labels, training: rows, validation: [])
    data.folds = given.folds ?? Self.usualParts
    guard let division = CrossValidation(data, seed: job.options.seed) else { return nil }
    self.data = data
    self.division = division
  }

  /// Divides all training rows in so many parts; nil where they are too few to hold some back.
  ///
  /// - Throws: What dividing rows throws.
  init?(
    _ job: TrainingJob, pairs: TrainingOptions, sharing encoder: SharedEncoder, parts: Int, in directory: URL
  ) throws(TuningError) {
    self.encoder = encoder
    self.job = job
    self.pairs = pairs
    self.directory = directory
    let given = job.data
    guard TrainingData.teaches(given.training.compactMap(\.target), labels: given.labels.count) else { return nil }
    whole = try TrainingData(labels: given.labels, training: given.training, validation: [])
    var data = whole
    data.folds = parts
    guard let division = CrossValidation(data, seed: job.options.seed) else { return nil }
    self.data = data
    self.division = division
  }

  /// Parts of the rows where the run itself is not cross-validated.
  private static let usualParts = 5

  /// Whether the run's own cross-validation has the same parts, and can take over what is answered here.
  var areTheRuns: Bool { job.data.folds != nil && data.training.count == job.data.training.count }

  /// Rows of each part.
  var sizes: [Int] { division.parts.map(\.held.count) }

  /// The options that a method is tried and then trained with.
  func options(for method: TrainingMethod) -> TrainingOptions {
    var options = method == .setfit ? pairs : job.options
    options.method = method
    options.seed = job.options.seed
    options.labelDescriptions = options.learnsFromDescriptions ? job.options.labelDescriptions : nil
    return options
  }

  /// Seconds of a training on all rows, without judging parts, by a short measurement.
  ///
  /// - Throws: What reading the encoder and checking the options throws.
  func trainingSeconds(_ method: TrainingMethod) throws(TuningError) -> Double {
    try session(method, whole, named: "\(method.rawValue)-forecast").plan.expectedSeconds
  }

  /// Seconds to learn without the first part and to answer it, by the same measurement.
  ///
  /// - Throws: What ``trainingSeconds(_:)`` throws.
  func partSeconds(_ method: TrainingMethod) throws(TuningError) -> Double {
    let rows = division.parts[0]
    return try session(
      method, data.learning(from: rows.training, judging: rows.held), named: "\(method.rawValue)-forecast"
    ).plan.expectedSeconds
  }

  /// The logits of a part's rows by a model that learnt from the other parts, [rows × C].
  ///
  /// - Parameter part: Counted from 0.
  /// - Throws: `interrupted`; `diverged`, also where an answer is not finite; and what the run meets.
  func logits(
    _ method: TrainingMethod, part: Int, isCancelled: @escaping @Sendable () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> [Double] {
    try logits(
      options(for: method), part: part, named: method.rawValue, isCancelled: isCancelled, onEvent: onEvent)
  }

  /// The same by options.
  ///
  /// - Parameter name: Of the trial's own files.
  /// - Throws: As ``logits(_:part:isCancelled:onEvent:)``.
  func logits(
    _ options: TrainingOptions, part: Int, named name: String, isCancelled: @escaping @Sendable () -> Bool,
    onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> [Double] {
    let rows = division.parts[part]
    guard options.method != .tfidf else { return try simpleLogits(rows, isCancelled) }
    let session = try session(
      options, data.learning(from: rows.training, judging: rows.held), named: "\(name)-\(part + 1)")
    let logits = try session.foldLogits(isCancelled: isCancelled, onEvent: onEvent)
    session.directory.remove()
    guard logits.allSatisfy(\.isFinite) else {
      throw .diverged(step: session.plan.steps, learningRate: session.plan.learningRate ?? 0)
    }
    return logits
  }

  /// Whether the label given to each row of a part is its own.
  func right(_ logits: [Double], part: Int) -> [Bool] {
    zip(division.parts[part].held, labels(logits)).map { $0.label == $1 }
  }

  /// The first of the most probable labels of each row.
  ///
  /// - Parameter logits: [rows × C]
  func labels(_ logits: [Double]) -> [Int] {
    let classes = data.labels.count
    return stride(from: 0, to: logits.count, by: classes).map { start in
      let own = logits[start..<start + classes]
      let best = own.max().flatMap { own.firstIndex(of: $0) } ?? own.startIndex
      return best - own.startIndex
    }
  }

  /// The options of TF-IDF, as the method by its name has them.
  static func simpleOptions(_ job: TrainingJob, _ data: TrainingData) throws(TuningError) -> BaselineOptions {
    var settings = BaselineOptions(.tfidf)
    settings.seed = job.options.seed
    settings.classWeights = try job.options.classWeights.weights(of: data)
    return settings
  }

  /// The run of TF-IDF in the place of a run with an encoder, as the method by its name makes it.
  static func simpleJob(_ job: TrainingJob) throws(TuningError) -> BaselineJob {
    var simple = BaselineJob(data: job.data, options: try simpleOptions(job, job.data), output: job.output)
    simple.calibrates = job.options.calibrates
    simple.abstainPrecision = job.options.abstainPrecision
    simple.threads = job.threads
    simple.program = job.program
    simple.command = job.command
    simple.writesReport = job.writesReport
    return simple
  }

  private func simpleLogits(
    _ part: CrossValidation<Example>.Part, _ isCancelled: () -> Bool
  ) throws(TuningError) -> [Double] {
    let trainer = BaselineTrainer(options: try Self.simpleOptions(job, data), labels: data.labels.names)
    let fit = try BaselineSession.translating { () throws(BaselineError) in
      try trainer.fit(part.training, isCancelled: isCancelled)
    }
    return try BaselineSession.logits(fit.classifier, part.held, isCancelled)
  }

  private func session(
    _ method: TrainingMethod, _ rows: TrainingData, named name: String
  ) throws(TuningError) -> TrainingSession {
    try session(options(for: method), rows, named: name)
  }

  /// A training of some rows, which fits nothing on others.
  func session(
    _ options: TrainingOptions, _ rows: TrainingData, named name: String
  ) throws(TuningError) -> TrainingSession {
    var job = job
    job.data = rows
    job.options = options
    job.output = directory.appendingPathComponent(name)
    job.resume = false
    job.adapterOutput = nil
    // What is fitted on held rows is fitted by the run that is decided for.
    job.options.calibrates = nil
    job.options.abstainPrecision = nil
    job.options.novelty = nil
    // What the epochs of pairs are judged by is part of how they learn; the others have validation rows for it, or run on.
    if options.method != .setfit { job.options.earlyStopping = nil }
    return try TrainingSession(job, withBaseline: false, sharing: encoder)
  }
}
