import BertData

/// How good a model is: one figure to compare epochs by, and what is behind it.
struct Judgement {
  /// The figure.
  var value: Double
  /// Whether a higher figure is the better one.
  var isHigherBetter: Bool
  /// The outputs that it was found from, `[texts, C]`, where these are wanted again once the model has learnt.
  var outputs: [Double]?
  /// All figures, for the epoch's report.
  var metrics: TaskMetrics?
  /// The mean cross-entropy of masked tokens, where these are what is judged.
  var maskedLoss: Double?
  /// How well vectors find texts, or tell how alike they are, where these are what is judged.
  var vectors: VectorFigures?
  /// How near a student is to its teacher, where that is what is judged.
  var teacher: TeacherFigures?

  /// Whether this is better than an earlier figure; equal is not.
  func isBetter(than other: Double) -> Bool { isHigherBetter ? value > other : value < other }
}
