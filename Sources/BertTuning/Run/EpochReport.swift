public import BertData

/// The figures of an epoch; a line of `metrics.jsonl`.
public struct EpochReport: Sendable, Codable, Equatable {
  /// From 1.
  public var epoch: Int
  /// Optimizer steps since the start of the run.
  public var step: Int
  /// Mean loss over the epoch's rows, with dropout.
  public var trainingLoss: Double
  /// Rate of the head at the epoch's last step.
  public var learningRate: Double
  /// Seconds spent on the epoch, those before an interruption included.
  public var seconds: Double
  /// The figures on the validation rows, where there are some.
  public var validation: TaskMetrics?
  /// The mean cross-entropy of the held-out texts' masked tokens, where these are learnt from.
  public var maskedLoss: Double?
  /// The figures of the held-out pairs' vectors, where vectors are learnt.
  public var vectors: VectorFigures?
  /// How well the student agrees with its teacher on the held-out texts, where a model is distilled.
  public var teacher: TeacherFigures?
  /// Whether this is the best epoch so far.
  public var isBest: Bool

  private enum CodingKeys: String, CodingKey {
    case epoch, step, seconds, validation, vectors, teacher
    case trainingLoss = "training_loss"
    case learningRate = "learning_rate"
    case maskedLoss = "masked_loss"
    case isBest = "is_best"
  }
}
