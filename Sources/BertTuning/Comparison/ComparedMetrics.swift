public import BertData

/// The metrics that a comparison shows.
public struct ComparedMetrics: Sendable, Equatable {
  /// The one that decides, with an interval.
  public let deciding: Metric
  /// One or two more that are widely known.
  public let besides: [Metric]

  /// The metrics of a task.
  public init(_ task: ComparedTask) {
    (besides, deciding) =
      switch task {
      case .singleLabel: ([.accuracy], .macroF1)
      case .multiLabel: ([.microF1], .macroF1)
      case .regression: ([.mse], .r2)
      case .tokens: ([.precision, .recall], .f1)
      }
  }

  /// All of them, the deciding one last.
  public var all: [Metric] { besides + [deciding] }
}
