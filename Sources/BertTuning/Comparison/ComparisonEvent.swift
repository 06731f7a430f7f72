public import BertData

/// What happens in a comparison, for whoever draws it.
public enum ComparisonEvent: Sendable {
  /// Of several questions, the one that the next rungs are of.
  case question(String)
  /// A method begins with a seed.
  case started(TrainingMethod, seed: UInt64)
  /// A method was finished before and is kept.
  case kept(ComparisonRung)
  /// What the encoder's training says.
  case training(TrainingEvent)
  /// The share of a simple model's training that is done, 0 ... 1.
  case progress(TrainingMethod, Double)
  /// A rung is done and written.
  case rung(ComparisonRung)
  /// A point of a learning curve is done and written.
  case point(ComparisonRecord.CurvePoint)
}
