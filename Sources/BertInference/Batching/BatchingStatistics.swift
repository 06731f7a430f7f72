/// How much a ``BatchingPredictor`` has done so far, and how much waits.
public struct BatchingStatistics: Sendable, Equatable {
  /// Inputs that wait, including those being prepared.
  public internal(set) var queued = 0
  /// Requests that were answered.
  public internal(set) var answered = 0
  /// Requests that ended with an error of the model.
  public internal(set) var failed = 0
  /// Requests that were refused because the queue was full.
  public internal(set) var shed = 0
  /// Requests whose task was cancelled while they waited.
  public internal(set) var cancelled = 0
  /// Batches that were computed.
  public internal(set) var batches = 0
  /// Inputs in these batches.
  public internal(set) var inputs = 0
  /// Tokens in these batches.
  public internal(set) var tokens = 0
}
