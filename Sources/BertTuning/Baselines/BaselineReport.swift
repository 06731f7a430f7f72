public import BertData

/// The metrics of TF-IDF with a linear model on the rows of a run.
public struct BaselineReport: Sendable {
  /// On the validation rows or those of cross-validation; nil without such rows.
  public let validation: TaskMetrics?
  /// On the test rows; nil without such rows.
  public let test: TaskMetrics?
  /// Seconds that fitting and judging took.
  public let seconds: Double
}
