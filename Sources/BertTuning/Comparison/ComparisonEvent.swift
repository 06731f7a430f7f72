public import BertData

/// An event of a comparison, to show its progress.
public enum ComparisonEvent: Sendable {
  /// The question that the next rungs answer, where there are several.
  case question(String)
  /// The training of a method with a seed begins.
  case started(TrainingMethod, seed: UInt64)
  /// An earlier run finished this rung, which is kept.
  case kept(ComparisonRung)
  /// An event of the encoder's training.
  case training(TrainingEvent)
  /// The share of a simple model's training that is done, 0 ... 1.
  case progress(TrainingMethod, Double)
  /// A rung is done and written.
  case rung(ComparisonRung)
  /// A point of a learning curve is done and written.
  case point(ComparisonRecord.CurvePoint)
}
