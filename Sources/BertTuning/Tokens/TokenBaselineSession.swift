import BertBaselines
import BertData
import BertInference
import BertStorage
import Foundation

/// A run from rows with labelled tokens to the bundle of a conditional random field, which has no encoder.
public struct TokenBaselineSession {
  let job: TokenBaselineJob
  let choice = MethodChoice(asked: .crf)
  /// The parts of the cross-validation; nil without it.
  private let division: CrossValidation<TokenRow>?

  /// Checks the place of the bundle.
  ///
  /// - Parameter job: What to train, on what, and where the bundle goes.
  ///
  /// - Throws: `outputTaken`.
  public init(_ job: TokenBaselineJob) throws(TuningError) {
    self.job = job
    try BundlePlacement.check(destination: job.output)
    division = CrossValidation(job.data, seed: job.seed)
  }

  private var isJudged: Bool { !job.data.validation.isEmpty || division != nil }

  /// What will be done, as lines for people.
  public var planLines: [String] {
    let data = job.data
    let entities = TokenTrainingData.counts(data.training).map {
      TrainingPlan.LabelCount(label: $0.label, rows: $0.entities)
    }
    return [
      "method      \(choice.method.rawValue): \(choice.method.title), no encoder",
      "rows        \(data.training.count) for training, "
        + (division.map { "cross-validated in \($0.parts.count) parts" } ?? "\(data.validation.count) for validation")
        + (data.test.isEmpty ? "" : ", \(data.test.count) for the test"),
      "entities    \(TrainingPlan.listed(entities))",
    ]
  }

  /// What a person should know before the run starts.
  public var warnings: [TrainingWarning] {
    let data = job.data
    let unknown = Set(TokenTrainingData.counts(data.validation + data.test).map(\.label)).subtracting(data.labels)
    let unlearnt = division?.unlearntLabels ?? [], held = division?.parts.reduce(0) { $0 + $1.held.count }
    return (isJudged || !data.test.isEmpty ? [] : [.noJudgement])
      + (unknown.isEmpty ? [] : [.labelsWithoutClass(unknown.sorted())])
      + (unlearnt.isEmpty ? [] : [.labelsInOnePart(unlearnt)])
      + (held.map { $0 < TrainingData.fewestJudging ? [.fewSentences($0)] : [] } ?? [])
  }

  /// Trains, evaluates, writes the bundle and reads it back.
  ///
  /// - Parameters:
  ///   - progress: Called with the share done, 0 ... 1.
  ///   - isCancelled: Called now and then; true cancels the run.
  /// - Throws: A ``TuningError``; `interrupted` where `isCancelled` returned true.
  public func run(
    progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws(TuningError) -> TrainingOutcome {
    let started = ContinuousClock.now, data = job.data
    let (tagger, content) = try learn(data.training, progress: progress, isCancelled: isCancelled)
    let seconds = started.duration(to: .now).inSeconds
    var judged: FoundEntities?
    if let division {
      var found = FoundEntities()
      for part in division.parts {
        let own = try learn(part.training, progress: { _ in }, isCancelled: isCancelled).tagger
        found.add(part.held, found: part.held.map(own.entities))
      }
      judged = found
    } else {
      judged = try Self.found(in: data.validation, by: tagger, isCancelled)
    }
    let tested = try Self.found(in: data.test, by: tagger, isCancelled)
    let report = EpochReport(
      epoch: 1, step: 0, trainingLoss: tagger.meanLoss(rows: data.training.count), learningRate: 0, seconds: seconds,
      validation: judged.map { .entities($0.metrics) }, isBest: true)
    var outcome = TrainingOutcome(
      bundle: job.output, choice: choice, epochs: [report], bestEpoch: 1,
      validation: judged.map { .entities($0.metrics) }, test: tested.map { .entities($0.metrics) },
      majorityValidation: nil, majorityTest: nil, note: tagger.note, folds: division?.parts.count,
      seconds: started.duration(to: .now).inSeconds)
    outcome.testFold = data.testFold
    try write(tagger, content, outcome)
    if job.writesReport {
      outcome.report = try page(outcome, interval: (tested ?? judged)?.interval).write(into: job.output)
    }
    return outcome
  }

  /// Trains on rows. The tagger is made from the bundle's content, in single precision.
  private func learn(
    _ rows: [TokenRow], progress: (Double) -> Void, isCancelled: () -> Bool
  ) throws(TuningError) -> (tagger: WordTagger, content: BaselineContent) {
    let classes = job.data.classes
    return try BaselineSession.translating { () throws(BaselineError) in
      let content = try WordTagger(
        learning: rows, classes: classes, scheme: job.data.scheme, progress: progress, isCancelled: isCancelled
      ).content
      return (try WordTagger(classes: classes, content: content), content)
    }
  }

  /// The entities found in rows; nil without rows.
  private static func found(
    in rows: [TokenRow], by tagger: WordTagger, _ isCancelled: () -> Bool
  ) throws(TuningError) -> FoundEntities? {
    guard !rows.isEmpty else { return nil }
    var found = FoundEntities()
    for row in rows {
      if isCancelled() { throw .interrupted(checkpoint: nil) }
      found.add([row], found: [tagger.entities(of: row)])
    }
    return found
  }

  private func write(
    _ tagger: WordTagger, _ content: BaselineContent, _ outcome: TrainingOutcome
  ) throws(TuningError) {
    let data = job.data
    var record = BundleRecord(
      createdWith: job.program, method: choice.method, methodReason: choice.reason,
      labels: data.classes.map(\.description), data: .init(data, folds: outcome.folds),
      metrics: .init(validation: outcome.validation, test: outcome.test))
    record.formatVersion = BundleRecord.taggerFormat
    record.baseline = BaselineOptions(.crf)
    record.baseline?.seed = job.seed
    let log = try RunDirectory.lines(outcome.epochs), probes = Array(data.training.prefix(8))
    try BundlePlacement(destination: job.output).install { (aside: URL) throws(TuningError) in
      record.tokenizerFiles = try BaselineFiles.write(content, vectors: nil, table: nil, to: aside)
      try BaselineFiles.write(record, metricsLog: log, to: aside)
    } verify: { (url: URL) throws(TuningError) in
      let read = try TuningError.translating { () throws(InferenceError) in
        try TextTagger(contentsOf: url, threads: 1).tag(probes)
      }
      // The same numbers through the same code.
      let scores = read.flatMap(\.scores), live = probes.flatMap { tagger.tagged($0).scores }
      guard scores == live else {
        throw .bundleDiffers(path: url.path, difference: zip(scores, live).map { abs($0 - $1) }.max() ?? .infinity)
      }
    }
  }
}

extension WordTagger {
  /// The minimized objective for a row; 0 where every word gets the same tag.
  fileprivate func meanLoss(rows: Int) -> Double {
    if case .field(let field) = rule { field.objective / Double(max(1, rows)) } else { 0 }
  }

  /// How the penalty was chosen, in words.
  fileprivate var note: String? {
    guard case .field(let field) = rule else { return nil }
    return "penalty \(Figures.short(field.penalty)) of \(Figures.count(field.features.count)) weights"
  }
}
