import BertData
import BertEncoder
import BertInference
import BertStorage
import Foundation

/// The method `setfit`: contrastive learning from pairs of the labelled texts, then a logistic regression on the
/// features of the resulting encoder (Tunstall et al., "Efficient Few-Shot Learning Without Prompts", arXiv
/// 2209.11055).
struct SetFit: Strategy {
  private let options: TrainingOptions
  /// How the encoder learns from pairs.
  private let tuning: FineTuning
  /// How the head is learnt.
  private let head: FrozenFeatures
  /// How head and encoder are trained together after that; nil where the head is trained alone.
  private let joint: JointHead?
  /// The number of encoder layers before the layer of the mean is added.
  private let layers: Int

  /// The peak rate of setfit's `body_learning_rate`.
  private static let usualRate = 2e-5

  /// - Throws: `option` for an encoder whose last layer is not normalized.
  init(_ options: TrainingOptions, _ configuration: EncoderConfiguration) throws(TuningError) {
    try TrainingOptions.check(
      "method", TrainingMethod.setfit.rawValue, configuration.givesStatesOfMean,
      "needs an encoder whose layers normalize their outputs, as BERT's and MPNet's do; GPT-2's and EuroBERT's do not"
    )
    self.options = options
    head = FrozenFeatures(problem: .singleLabel, appending: options.appendNearest)
    var pairs = options
    pairs.learningRate = options.learningRate ?? Self.usualRate
    tuning = FineTuning(pairs, adapter: Layerwise(pairs), hidden: configuration.hiddenSize)
    layers = configuration.layerCount
    joint = options.jointHead.map { JointHead(options: options, head: $0, layers: configuration.layerCount) }
  }

  var isResumable: Bool { true }
  var keepsEncoder: Bool { false }
  var learningRate: Double? { tuning.learningRate }
  var warnings: [TrainingWarning] { tuning.warnings }

  func model(of classifier: SequenceClassifier) throws(ModelError) -> SequenceClassifier {
    try head.model(of: classifier)
  }

  func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool {
    switch parameter.part {
    case .embeddings: tuning.trains(parameter, of: model)
    case .layer(let index): index < layers && tuning.trains(parameter, of: model)
    case .pooler: model.isOfEncoder(parameter) && tuning.trains(parameter, of: model)
    case .classifier: true
    }
  }

  func tokenBudget(_ memory: MemoryModel) throws(TuningError) -> Int? {
    try tuning.tokenBudget(memory, longest: 2 * memory.longest)
  }

  func forecast(_ work: Workload, _ cost: CostModel, _ memory: MemoryModel, tokenBudget: Int?) -> Forecast {
    let labels = work.rowsPerLabel.enumerated().flatMap { repeatElement($0.offset, count: $0.element) }
    let pairs = LabelPairs(labels: labels, options).count
    var steps = work
    steps.sequences = pairs
    // A batch reads each of its texts once, however many of its pairs have it.
    let texts = Double(max(1, work.sequences)), places = Double(2 * min(options.batchSize, max(1, pairs)))
    let distinct = texts * (1 - pow(1 - 1 / texts, places))
    steps.tokens = Int(Double(options.stepsPerEpoch(items: pairs)) * distinct * Double(work.tokens) / texts)
    steps.batchTokens = 2 * work.batchTokens
    // Nothing judges the epochs.
    (steps.validationTokens, steps.testTokens) = (0, 0)
    var forecast = tuning.forecast(steps, cost, memory, tokenBudget: tokenBudget)
    let features = head.forecast(work, cost, memory, tokenBudget: nil)
    forecast.seconds += features.seconds
    if let joint = joint?.head {
      let steps = (joint.epochs * work.sequences + joint.batchSize - 1) / joint.batchSize
      forecast.seconds += cost.fineTuningSeconds(
        tokensPerEpoch: work.tokens, epochs: joint.epochs, steps: steps, trainedLayers: work.trainedLayers,
        trainsMatrices: work.trainsMatrices, trainedWeights: memory.trainedWeights, validationTokens: 0)
    }
    if options.earlyStopping != nil {
      forecast.seconds += Double(options.epochs) * cost.inferenceSeconds(tokens: work.tokens)
    }
    forecast.bytes = max(forecast.bytes, features.bytes)
    return forecast
  }

  func learn(
    _ session: TrainingSession, resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    if joint != nil {
      try TrainingOptions.check(
        "setfit-head", "differentiable", session.model.hasLinearFeatures,
        "needs an encoder whose classifier has a dense layer, or no activation before it, and no LayerNorm")
    }
    // Removes what is left of a run that is not resumed.
    if session.resumed == nil {
      FileSystem.discard(RunDirectory.location(for: JointHead.location(in: session.directory)))
    }
    let encoder = SequenceClassifier(meanOf: session.model, configuration: session.source.configuration)
    var descriptions = session.describedTexts
    if let tried = descriptions {
      descriptions?.chosen = try head.judge(tried, of: session, isCancelled: isCancelled, onEvent: onEvent)
    }
    let store = options.appendNearest == nil ? nil : session.featureStore()
    let texts = try session.textsOfHead(store, isCancelled: isCancelled, onEvent: onEvent)
    let rows =
      zip(texts.training, session.job.data.training).flatMap { encoded, example in
        encoded.windows.map { (encoding: $0, label: example.label ?? 0) }
      } + (descriptions?.learntTexts ?? [])
    let figure: ContrastivePairs.HeadFigure = { isCancelled throws(PredictionInterrupted) in
      try head.judgement(session, isCancelled: isCancelled)
    }
    let objective = ContrastivePairs(
      model: encoder, texts: rows.map(\.encoding), pairs: LabelPairs(labels: rows.map(\.label), options),
      head: options.earlyStopping == nil ? nil : figure)
    var learnt = try tuning.learn(
      objective,
      LearningRun(
        session.job, identity: session.identity, directory: session.directory, compute: session.compute,
        tokenBudget: session.tokenBudget, saved: saved),
      isCancelled: isCancelled, onEvent: onEvent)
    encoder.setTrained { _ in false }

    if let joint { return try learn(joint, session, learnt, isCancelled: isCancelled, onEvent: onEvent) }
    let fit = try head.fit(session, descriptions: descriptions, isCancelled: isCancelled, onEvent: onEvent)
    learnt.validation = fit.validation
    if let kept = learnt.reports.firstIndex(where: { $0.epoch == learnt.bestEpoch }) {
      learnt.reports[kept].validation = fit.validation
    }
    learnt.note = fit.note
    if options.earlyStopping != nil {
      learnt.note =
        "\(fit.note); epoch \(learnt.bestEpoch) of \(learnt.reports.count) has the head with the least "
        + "cross-validated log loss"
    }
    learnt.transfer = fit.transfer
    learnt.descriptions = fit.descriptions
    return learnt
  }

  /// Trains head and encoder together, and computes the figures of the result.
  private func learn(
    _ joint: JointHead, _ session: TrainingSession, _ learnt: Learnt, isCancelled: () -> Bool,
    onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    var learnt = learnt
    learnt.note = try joint.learn(session, isCancelled: isCancelled, onEvent: onEvent)
    session.model.prepareForInference(session.compute)
    let held = session.job.data.validation
    learnt.validation = held.isEmpty ? nil : session.metrics(try session.logits(session.encodedValidation), held)
    if let kept = learnt.reports.firstIndex(where: { $0.epoch == learnt.bestEpoch }) {
      learnt.reports[kept].validation = learnt.validation
    }
    return learnt
  }

  func lead(encoder: String) -> String {
    joint != nil
      ? "\(encoder), which learnt from pairs of the texts and then with its head from their labels (SetFit)"
      : "A logistic regression on the features of \(encoder), which learnt from pairs of the texts (SetFit)"
  }
}

extension LabelPairs {
  /// The pairs that the options ask for.
  init(labels: [Int], _ options: TrainingOptions) {
    self.init(
      labels: labels, sampling: options.pairs ?? .oversampling,
      limit: options.pairs == nil ? PairSampling.usualLimit : nil,
      seed: options.seed)
  }
}
