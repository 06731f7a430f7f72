import BertBaselines
import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels
import BertStorage

/// The methods `prototypes` and `knn`: the encoder is frozen, and a text gets the label of what it is nearest to: the
/// mean of a label's texts, or the nearest texts themselves.
///
/// The means are the model's classifier layer. With `knn` they serve programs that load the checkpoint alone; the
/// bundle itself predicts by the votes of the texts in `neighbours.safetensors`.
struct NearestTexts: Strategy {
  /// What a text is compared with.
  enum Kind: String {
    case prototypes, knn
  }

  private let kind: Kind
  private let wanted: Int?
  private let features = FrozenFeatures(problem: .singleLabel)

  /// - Parameters:
  ///   - kind: What a text is compared with.
  ///   - options: May say how many texts vote; otherwise the number is chosen.
  init(_ kind: Kind, _ options: TrainingOptions) {
    self.kind = kind
    wanted = options.neighbours
  }

  var isResumable: Bool { false }
  var keepsEncoder: Bool { true }
  var learningRate: Double? { nil }
  var warnings: [TrainingWarning] { [] }

  func model(of classifier: SequenceClassifier) throws(ModelError) -> SequenceClassifier {
    try features.model(of: classifier)
  }

  func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool { features.trains(parameter, of: model) }

  func tokenBudget(_ memory: MemoryModel) -> Int? { nil }

  func forecast(_ work: Workload, _ cost: CostModel, _ memory: MemoryModel, tokenBudget: Int?) -> Forecast {
    features.forecast(work, cost, memory, tokenBudget: tokenBudget)
  }

  func learn(
    _ session: TrainingSession, resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    let started = ContinuousClock.now, data = session.job.data
    session.model.prepareForInference(session.compute)
    let labels = data.training.map { $0.label ?? 0 }, classes = session.labels.count
    let learnt = try vectors(session, isCancelled: isCancelled, onEvent: onEvent)
    var note: String
    var training: [Double]
    var votes: NeighbourClassifier?
    do throws(VectorRowsError) {
      let prototypes = try Prototypes(learnt, labels: labels, classes: classes)
      let model = prototypes.model
      session.model.setClassifier(weights: model.weights.map(Float.init), biases: model.biases.map(Float.init))
      note = Self.note(prototypes)
      training = model.logits(learnt)
      if kind == .knn {
        let rows = try UnitRows(
          Matrix(rows: learnt.rows, columns: learnt.columns, values: learnt.values), inPlace: true,
          compute: session.compute)
        let choice = try NeighbourChoice(
          rows, labels: labels, classes: classes, wanted: wanted, compute: session.compute)
        let classifier = try NeighbourClassifier(
          rows, labels: labels, classes: classes, neighbours: min(choice.neighbours, rows.count),
          weighting: choice.weighting)
        votes = classifier
        training = classifier.logits(rows, compute: session.compute)
        note = Self.note(choice, isChosen: wanted == nil)
      }
    } catch {
      throw .vectorRows(error)
    }
    if isCancelled() { throw .interrupted(checkpoint: nil) }
    session.neighbours = votes
    session.model.prepareForInference(session.compute)

    let validation =
      data.validation.isEmpty ? nil : session.metrics(try session.logits(session.encodedValidation), data.validation)
    let loss = session.metrics(training, data.training).value(for: .logLoss) ?? 0
    let report = EpochReport(
      epoch: 1, step: 0, trainingLoss: loss, learningRate: 0, seconds: started.duration(to: .now).inSeconds,
      validation: validation, isBest: true)
    onEvent(.epoch(report))
    return Learnt(reports: [report], bestEpoch: 1, validation: validation, note: note)
  }

  /// The classifier's input for each training text, the mean over its windows, `[texts, H]`.
  private func vectors(
    _ session: TrainingSession, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> FeatureMatrix {
    do {
      return try Inference(model: session.model, compute: session.compute).meanFeatures(
        session.encodedTraining, from: session.featureStore(), isCancelled: isCancelled,
        progress: { onEvent(.features(done: $0, total: $1)) })
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }

  private static func note(_ prototypes: Prototypes) -> String {
    guard prototypes.judged > 0 else { return "each label has one text, which is its mean" }
    return
      "\(prototypes.right) of \(Figures.count(prototypes.judged, "training text")) are nearest to the mean of their "
      + "own label when they are left out of it"
  }

  private static func note(_ choice: NeighbourChoice, isChosen: Bool) -> String {
    let texts = choice.neighbours == 1 ? "the nearest text decides" : "the \(choice.neighbours) nearest texts vote"
    let how =
      choice.neighbours == 1
      ? "" : choice.weighting == .uniform ? " with equal weight" : ", the nearer with more weight"
    return "\(texts)\(how)\(isChosen ? "; of the numbers tried, this" : "; this") gives \(choice.right) of "
      + "\(Figures.count(choice.judged, "training text")) their label when each is left out"
  }

  func lead(encoder: String) -> String {
    switch kind {
    case .prototypes: "The nearest mean of the labels' texts by the frozen features of \(encoder)"
    case .knn: "The votes of the nearest labelled texts by the frozen features of \(encoder)"
    }
  }
}
