import BertEncoder

/// What a method does with an encoder: it plans, learns, and leaves weights in the model and figures.
protocol Strategy {
  /// Whether a run that was interrupted can go on.
  var isResumable: Bool { get }
  /// Whether the encoder stays as it is, so that it makes the same of a text in every training.
  var keepsEncoder: Bool { get }
  /// The highest learning rate; nil where nothing is learnt step by step.
  var learningRate: Double? { get }
  /// What a person should know beforehand.
  var warnings: [TrainingWarning] { get }

  /// The model that learns, made of the encoder with its head.
  ///
  /// - Throws: `ModelError` for an encoder that the method cannot use.
  func model(of classifier: SequenceClassifier) throws(ModelError) -> SequenceClassifier

  /// Whether the run changes a parameter of that model.
  func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool

  /// The tokens that may be computed at once; nil: as many as come.
  ///
  /// - Throws: `option` where not even the longest text fits.
  func tokenBudget(_ memory: MemoryModel) throws(TuningError) -> Int?

  /// What a run will take.
  func forecast(_ work: Workload, _ cost: CostModel, _ memory: MemoryModel, tokenBudget: Int?) -> Forecast

  /// Learns.
  ///
  /// - Parameter saved: the state of an interrupted run to go on with.
  /// - Throws: `interrupted`, and what the run meets.
  func learn(
    _ session: TrainingSession, resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt

  /// What came of it, as the beginning of a sentence for people.
  func lead(encoder: String) -> String
}
