import BertCheckpoint
public import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import Foundation

/// How the weights of bundles were averaged.
public struct SoupRecord: Sendable, Codable, Equatable {
  /// A bundle.
  public struct Ingredient: Sendable, Codable, Equatable {
    /// The seed of its training.
    public let seed: UInt64
    /// Its own figure on the validation rows.
    public let value: Double
    /// Whether its weights are in the mean.
    public var isUsed: Bool

    private enum CodingKeys: String, CodingKey {
      case seed, value
      case isUsed = "is_used"
    }
  }

  /// The metric of the figures.
  public let metric: Metric
  /// In the order in which they were tried, the best first.
  public internal(set) var ingredients: [Ingredient]
  /// The figure of the mean on the same rows.
  public internal(set) var value: Double

  /// A sentence for people.
  public var sentence: String {
    let used = ingredients.filter(\.isUsed), left = ingredients.filter { !$0.isUsed }
    func listed(_ some: [Ingredient]) -> String {
      some.map { "\($0.seed) (\(Figures.fixed($0.value, 4)))" }.joined(separator: ", ")
    }
    let first =
      used.count == 1
      ? "No mean of seeds is better by \(metric.title) on the validation rows than seed \(listed(used)) alone, whose "
        + "weights the bundle has"
      : "The weights are the mean of the seeds \(listed(used)): \(metric.title) \(Figures.fixed(value, 4)) on the validation rows"
    return first + (left.isEmpty ? "" : "; left out: \(listed(left))")
  }
}

/// Averages the weights of bundles that were fine-tuned from one encoder on the same rows with other seeds: the greedy
/// soup of Wortsman et al. (arXiv 2203.05482). It begins with the best bundle. Each of the others, the better first, is
/// included where the mean is then no worse on the validation rows. So the soup is never worse there than the best of
/// them.
struct WeightSoup: Strategy {
  private let bundles: [URL]
  private let tuning: FineTuning

  /// - Parameters:
  ///   - bundles: Their directories.
  ///   - tuning: How the bundles were trained.
  init(_ bundles: [URL], _ tuning: FineTuning) {
    self.bundles = bundles
    self.tuning = tuning
  }

  var isResumable: Bool { false }
  var keepsEncoder: Bool { false }
  var learningRate: Double? { nil }
  var warnings: [TrainingWarning] { [] }

  func model(of classifier: SequenceClassifier) -> SequenceClassifier { classifier }

  func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool { tuning.trains(parameter, of: model) }

  func tokenBudget(_ memory: MemoryModel) -> Int? { nil }

  func forecast(_ work: Workload, _ cost: CostModel, _ memory: MemoryModel, tokenBudget: Int?) -> Forecast {
    Forecast(
      epochs: 1, steps: 0,
      seconds: cost.inferenceSeconds(tokens: 2 * bundles.count * work.validationTokens + work.testTokens),
      // The mean so far and a bundle are in memory beside the model.
      bytes: cost.featuresBytes(weights: 2 * memory.weights, rows: 0), partsPerBatch: 1)
  }

  /// Checks that the job's bundles can be averaged.
  ///
  /// - Returns: The seeds.
  /// - Throws: `option`; the errors of reading a bundle.
  private func check(_ session: TrainingSession) throws(TuningError) -> [UInt64] {
    let data = session.job.data
    try TrainingOptions.check("soup", "", bundles.count >= 2, "averages at least two bundles")
    try TrainingOptions.check(
      "soup", "", !data.validation.isEmpty, "is decided on validation rows, and none are held out")
    return try bundles.map { url throws(TuningError) in
      let record = try TuningError.translating { () throws(InferenceError) in
        try ClassifierBundle(contentsOf: url).record
      }
      func check(_ isValid: Bool, _ rule: String) throws(TuningError) {
        try TrainingOptions.check("soup", url.path, isValid, rule)
      }
      try check(record.method.learnsInSteps, "was not fine-tuned, so that it has no weights of its own to average")
      try check(record.encoder?.sha256 == session.identity.encoder, "was trained from another encoder")
      try check(record.data.contentSha256 == data.digest, "learnt from other rows, or the same divided otherwise")
      try check(
        session.questions == nil
          ? record.labels == session.labels : record.tasks?.count == session.questions?.questions.count,
        "has another head")
      guard let options = record.trainingOptions else {
        throw .option(name: "soup", value: url.path, rule: "does not record the options of its training")
      }
      return options.seed
    }
  }

  func learn(
    _ session: TrainingSession, resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    let started = ContinuousClock.now, model = session.model
    let seeds = try check(session)
    func read(_ bundle: URL) throws(TuningError) {
      let file: Checkpoint
      do {
        file = try Checkpoint(at: bundle)
      } catch {
        throw .checkpoint(error)
      }
      try ParameterFile.read(model.parameters, from: file)
      model.weightsDidChange()
    }
    func judged() throws(TuningError) -> Judgement {
      do {
        if let judgement = try session.epochJudge.judge(model, session.compute, isCancelled: isCancelled) {
          return judgement
        }
      } catch {
        throw .interrupted(checkpoint: nil)
      }
      preconditionFailure("there are validation rows")
    }

    var found: [(bundle: URL, seed: UInt64, judgement: Judgement)] = []
    for (bundle, seed) in zip(bundles, seeds) {
      try read(bundle)
      found.append((bundle, seed, try judged()))
    }
    // Stable: of equal bundles the earlier comes first.
    let order = found.indices.sorted { left, right in
      let (a, b) = (found[left].judgement, found[right].judgement)
      return a.isBetter(than: b.value) || (!b.isBetter(than: a.value) && left < right)
    }
    let best = found[order[0]]
    try read(best.bundle)
    var mean = model.parameters.map { $0.value.toArray() }, used = 1
    var soup = best.judgement
    var record = SoupRecord(
      metric: session.options.metric,
      ingredients: order.map {
        .init(seed: found[$0].seed, value: found[$0].judgement.value, isUsed: $0 == order[0])
      }, value: soup.value)
    for (place, index) in order.enumerated().dropFirst() {
      try read(found[index].bundle)
      let candidate = zip(mean, model.parameters).map { values, parameter in
        zip(values, parameter.value.toArray()).map { $0 + ($1 - $0) / Float(used + 1) }
      }
      install(candidate, in: model)
      let judgement = try judged()
      // A mean whose figure is not a number is neither better nor worse.
      guard judgement.value.isFinite, !soup.isBetter(than: judgement.value) else { continue }
      (mean, soup) = (candidate, judgement)
      used += 1
      record.ingredients[place].isUsed = true
    }
    install(mean, in: model)
    record.value = soup.value
    let report = EpochReport(
      epoch: 1, step: 0, trainingLoss: 0, learningRate: 0, seconds: started.duration(to: .now).inSeconds,
      validation: soup.metrics, isBest: true)
    onEvent(.epoch(report))
    var learnt = Learnt(reports: [report], bestEpoch: 1, validation: soup.metrics, note: nil)
    learnt.soup = record
    return learnt
  }

  private func install(_ values: [[Float]], in model: SequenceClassifier) {
    for (parameter, values) in zip(model.parameters, values) { parameter.value.copy(from: values) }
    model.weightsDidChange()
  }

  func lead(encoder: String) -> String { tuning.lead(encoder: encoder) + ", the weights of several seeds averaged," }
}
