/// How a ``BatchingPredictor`` gathers requests into batches.
public struct BatchingOptions: Sendable, Equatable {
  /// What happens to a request that finds the queue full.
  public enum Overflow: String, Sendable, Codable {
    /// It fails at once with ``BatchingError/overloaded(queued:limit:)``.
    case shed
    /// It waits until there is room.
    case wait
  }

  /// The most tokens of a batch; a longer text is a batch by itself. A smaller batch starts where no more inputs wait.
  public var tokenBudget: Int
  /// How long the first request of a batch may wait for further requests. It waits only where the batch before held
  /// several requests: a client that sends one request after the other is answered at once.
  public var gatheringTime: Duration
  /// How many inputs may wait, including those being prepared; a single request with more is accepted where nothing
  /// else waits.
  public var queueLimit: Int
  /// What happens to a request that finds the queue full.
  public var overflow: Overflow

  /// Options from their parts; counts below 1 become 1, and a negative time becomes 0.
  public init(
    tokenBudget: Int = 1024, gatheringTime: Duration = .milliseconds(1), queueLimit: Int = 1024,
    overflow: Overflow = .shed
  ) {
    self.tokenBudget = max(1, tokenBudget)
    self.gatheringTime = max(.zero, gatheringTime)
    self.queueLimit = max(1, queueLimit)
    self.overflow = overflow
  }
}
