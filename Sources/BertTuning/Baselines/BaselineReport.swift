public import BertData

/// What TF-IDF with a linear model gives on the rows of a run.
public struct BaselineReport: Sendable {
  /// On the validation rows, where there are some.
  public let validation: TaskMetrics?
  /// On the test rows, where there are some.
  public let test: TaskMetrics?
  /// Seconds that it took.
  public let seconds: Double
}
