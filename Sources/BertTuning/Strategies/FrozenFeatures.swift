import BertData
import BertEncoder
import BertInference
import BertStorage

/// The method `features`: the encoder is frozen, and a linear model on its pooled features becomes the head.
struct FrozenFeatures: Strategy {
  /// The kind of labels; nil for several questions.
  let problem: ProblemType?
  /// What is appended to a text from its nearest labelled text, for which the encoder reads each text twice; nil for
  /// nothing.
  var appending: NearestForm?

  var isResumable: Bool { false }
  var keepsEncoder: Bool { true }
  var learningRate: Double? { nil }
  var warnings: [TrainingWarning] { [] }

  func model(of classifier: SequenceClassifier) throws(ModelError) -> SequenceClassifier {
    try SequenceClassifier(meanPooling: classifier)
  }

  func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool { parameter.part == .classifier }

  func tokenBudget(_ memory: MemoryModel) -> Int? { nil }

  func forecast(_ work: Workload, _ cost: CostModel, _ memory: MemoryModel, tokenBudget: Int?) -> Forecast {
    Forecast(
      epochs: 1, steps: 0,
      seconds: (appending == nil ? 1 : 2)
        * cost.inferenceSeconds(
          tokens: work.tokens + 2 * work.validationTokens + work.testTokens + work.targetTokens),
      bytes: cost.featuresBytes(
        weights: memory.weights, rows: work.sequences + work.validationTexts + work.targetTexts), partsPerBatch: 1)
  }

  func learn(
    _ session: TrainingSession, resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    let started = ContinuousClock.now
    let targets = trainer(session, store: nil, descriptions: nil).targets(
      session.job.data.training.compactMap(\.target))
    let layer = try session.chooseLayer(targets, isCancelled: isCancelled, onEvent: onEvent)
    let result = try fit(
      session, store: session.featureStore(), descriptions: session.describedTexts, isCancelled: isCancelled,
      onEvent: onEvent)
    let report = EpochReport(
      epoch: 1, step: 0, trainingLoss: result.trainingLoss, learningRate: 0,
      seconds: started.duration(to: .now).inSeconds, validation: result.validation, isBest: true)
    onEvent(.epoch(report))
    return Learnt(
      reports: [report], bestEpoch: 1, validation: result.validation,
      note: (layer.map { [$0.sentence] } ?? []).note(after: result.note), transfer: result.transfer,
      descriptions: result.descriptions, unlabelled: result.unlabelled, selfTaught: result.selfTaught, layer: layer)
  }

  /// Fits the head on the encoder's present features.
  ///
  /// - Parameters:
  ///   - store: Where features are kept between runs; nil for an encoder that was trained after loading.
  ///   - descriptions: The descriptions of the labels, where the head may learn from them.
  /// - Throws: `interrupted`, `vectors`.
  func fit(
    _ session: TrainingSession, store: FeatureStore? = nil, descriptions: DescribedTexts?, isCancelled: () -> Bool,
    onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> FeatureTrainer.Result {
    let data = session.job.data
    let texts = try session.textsOfHead(store, isCancelled: isCancelled, onEvent: onEvent)
    session.appended = texts.appended
    return try trainer(session, store: store, descriptions: descriptions).run(
      training: texts.training, trainingTargets: data.training.compactMap(\.target),
      validation: texts.validation, validationTargets: data.validation.compactMap(\.target),
      isCancelled: isCancelled, progress: { onEvent(.features(done: $0, total: $1)) })
  }

  /// Tries the descriptions on the encoder's present features, and leaves the model unchanged.
  ///
  /// - Throws: `interrupted`.
  func judge(
    _ descriptions: DescribedTexts, of session: TrainingSession, isCancelled: () -> Bool,
    onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> DescriptionRecord {
    try trainer(session, store: session.featureStore(), descriptions: descriptions).judge(
      descriptions, training: session.encodedTraining, trainingTargets: session.job.data.training.compactMap(\.target),
      isCancelled: isCancelled, progress: { onEvent(.features(done: $0, total: $1)) })
  }

  /// Judges a head on the encoder's present features; see
  /// ``FeatureTrainer/judgement(training:trainingTargets:isCancelled:)``.
  ///
  /// - Throws: `PredictionInterrupted`.
  func judgement(
    _ session: TrainingSession, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    try trainer(session, store: nil, descriptions: nil).judgement(
      training: session.encodedTraining, trainingTargets: session.job.data.training.compactMap(\.target),
      isCancelled: isCancelled)
  }

  private func trainer(
    _ session: TrainingSession, store: FeatureStore?, descriptions: DescribedTexts?
  ) -> FeatureTrainer {
    FeatureTrainer(
      model: session.model, compute: session.compute, labels: session.labels, rule: session.rule,
      classWeights: session.classWeights, store: store, transfer: TransferTexts(session), descriptions: descriptions,
      unlabelled: UnlabelledUse(session), selfTaught: session.options.selfTaught,
      learnsFromCopies: session.options.labelSentences != nil)
  }

  func lead(encoder: String) -> String {
    "\(problem == .regression ? "Ridge regression" : "A logistic regression") on the frozen features of \(encoder)"
  }
}
