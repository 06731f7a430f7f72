/// A prediction was cancelled before its end.
public struct PredictionInterrupted: Error, Sendable {
  /// The error has no details.
  public init() {}
}
