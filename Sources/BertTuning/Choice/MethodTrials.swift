import BertBaselines
import BertData
import Foundation

/// The trials of `auto`: each learns from some of the training rows and predicts the rest. Validation and test rows are
/// not used.
struct MethodTrials {
  /// The encoder that all trials start from.
  let encoder: SharedEncoder
  /// The run whose method is to be chosen, with the options of all methods but SetFit.
  let job: TrainingJob
  /// The options of SetFit.
  let pairs: TrainingOptions
  /// The rows that trials are made on.
  let data: TrainingData
  /// All training rows, without validation and test rows.
  let whole: TrainingData
  /// The parts of ``data``.
  let division: CrossValidation<Example>
  /// Where the trials' own files go.
  let directory: URL

  /// Divides the training rows, or a sample of them where texts are plentiful; nil where there are too few rows for
  /// trials.
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

  /// Divides all training rows into a given number of parts; nil where there are too few rows for trials.
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

  /// The number of parts where the run itself is not cross-validated.
  private static let usualParts = 5

  /// Whether the run's own cross-validation has the same parts, and can reuse the logits of the trials.
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

  /// Expected seconds of a training on all rows, without cross-validation, from a short measurement.
  ///
  /// - Throws: What reading the encoder and checking the options throws.
  func trainingSeconds(_ method: TrainingMethod) throws(TuningError) -> Double {
    try session(method, whole, named: "\(method.rawValue)-forecast").plan.expectedSeconds
  }

  /// Expected seconds to learn without the first part and to predict that part, from the same measurement.
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
  /// - Throws: `interrupted`; `diverged`, also where a logit is not finite; what the training throws.
  func logits(
    _ method: TrainingMethod, part: Int, isCancelled: @escaping @Sendable () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> [Double] {
    try logits(
      options(for: method), part: part, named: method.rawValue, isCancelled: isCancelled, onEvent: onEvent)
  }

  /// The same, with options of its own.
  ///
  /// - Parameters:
  ///   - part: Counted from 0.
  ///   - name: The name of the trial's own files.
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

  /// Whether each row of a part is predicted correctly.
  ///
  /// - Parameters:
  ///   - logits: Those of the part's rows, [rows × C].
  ///   - part: Counted from 0.
  func right(_ logits: [Double], part: Int) -> [Bool] {
    zip(division.parts[part].held, labels(logits)).map { $0.label == $1 }
  }

  /// The most probable label of each row; the first of equal ones.
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

  /// The options of TF-IDF, the same as where the user names the method.
  static func simpleOptions(_ job: TrainingJob, _ data: TrainingData) throws(TuningError) -> BaselineOptions {
    var settings = BaselineOptions(.tfidf)
    settings.seed = job.options.seed
    settings.classWeights = try job.options.classWeights.weights(of: data)
    return settings
  }

  /// The run of TF-IDF in place of a run with an encoder, the same as where the user names the method.
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

  /// A training on some rows, without calibration, thresholds or a novelty score.
  func session(
    _ options: TrainingOptions, _ rows: TrainingData, named name: String
  ) throws(TuningError) -> TrainingSession {
    var job = job
    job.data = rows
    job.options = options
    job.output = directory.appendingPathComponent(name)
    job.resume = false
    job.adapterOutput = nil
    // These are fitted on held-out rows, by the final run alone.
    job.options.calibrates = nil
    job.options.abstainPrecision = nil
    job.options.novelty = nil
    // SetFit judges its epochs by the cross-validated loss of its head, on the training rows; other methods would need
    // validation rows.
    if options.method != .setfit { job.options.earlyStopping = nil }
    return try TrainingSession(job, withBaseline: false, sharing: encoder)
  }
}
