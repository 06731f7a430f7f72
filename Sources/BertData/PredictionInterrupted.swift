/// Somebody stopped a prediction before its end.
public struct PredictionInterrupted: Error, Sendable {
  /// The one value.
  public init() {}
}
