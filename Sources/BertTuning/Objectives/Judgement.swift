import BertData

/// How good a model is: one figure to compare epochs by, with its details.
struct Judgement {
  /// The figure.
  var value: Double
  /// Whether a higher figure is the better one.
  var isHigherBetter: Bool
  /// The outputs that it was computed from, `[texts, C]`, where these are needed again after training.
  var outputs: [Double]?
  /// All figures, for the epoch's report.
  var metrics: TaskMetrics?
  /// The mean cross-entropy of masked tokens, where these are judged.
  var maskedLoss: Double?
  /// How well vectors find texts, or measure their similarity, where these are judged.
  var vectors: VectorFigures?
  /// How well a student agrees with its teacher, where that is judged.
  var teacher: TeacherFigures?

  /// Whether this is better than an earlier figure; equal is not.
  func isBetter(than other: Double) -> Bool { isHigherBetter ? value > other : value < other }
}
