import BertEncoder

/// What a method does with an encoder: it plans, trains, and leaves weights in the model and figures.
protocol Strategy {
  /// Whether an interrupted run can be resumed.
  var isResumable: Bool { get }
  /// Whether the encoder is frozen, so that a text has the same features in every training.
  var keepsEncoder: Bool { get }
  /// The highest learning rate; nil where nothing is learnt step by step.
  var learningRate: Double? { get }
  /// What a person should know beforehand.
  var warnings: [TrainingWarning] { get }

  /// The model that is trained, made from the encoder with its head.
  ///
  /// - Throws: `ModelError` for an encoder that the method cannot use.
  func model(of classifier: SequenceClassifier) throws(ModelError) -> SequenceClassifier

  /// Whether the run changes a parameter of that model.
  func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool

  /// The tokens that may be computed at once; nil for no limit.
  ///
  /// - Throws: `option` where not even the longest text fits.
  func tokenBudget(_ memory: MemoryModel) throws(TuningError) -> Int?

  /// The expected cost of a run.
  func forecast(_ work: Workload, _ cost: CostModel, _ memory: MemoryModel, tokenBudget: Int?) -> Forecast

  /// Trains the session's model.
  ///
  /// - Parameters:
  ///   - session: the run, with model, texts and options.
  ///   - saved: the state of an interrupted run to resume.
  ///   - isCancelled: called before each step and each batch; true ends the run.
  ///   - onEvent: called with each event, on the calling thread.
  /// - Throws: `interrupted`, and the errors of the run.
  func learn(
    _ session: TrainingSession, resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt

  /// What was trained, as the beginning of a sentence for people.
  func lead(encoder: String) -> String
}
