public import BertData

/// The two metrics that a comparison is told in.
public struct ComparedMetrics: Sendable, Equatable {
  /// The one that decides, with an interval.
  public let deciding: Metric
  /// One more, which people know.
  public let beside: Metric

  /// Those of a problem.
  public init(_ problem: ProblemType) {
    (beside, deciding) =
      switch problem {
      case .singleLabel: (.accuracy, .macroF1)
      case .multiLabel: (.microF1, .macroF1)
      case .regression: (.mse, .r2)
      }
  }
}
