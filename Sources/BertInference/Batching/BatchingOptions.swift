/// How a ``BatchingPredictor`` gathers what it is asked.
public struct BatchingOptions: Sendable, Equatable {
  /// What happens to a request that finds the queue full.
  public enum Overflow: String, Sendable, Codable {
    /// It fails at once with ``BatchingError/overloaded(queued:limit:)``.
    case shed
    /// It waits until there is room.
    case wait
  }

  /// Tokens of a batch at the most; a longer text is a batch by itself. A batch is begun earlier where nothing more
  /// waits.
  public var tokenBudget: Int
  /// How long the first request of a batch may wait for company. Only used where the batch before had company too: who
  /// asks alone is answered at once.
  public var gatheringTime: Duration
  /// Inputs that may wait, those being prepared included; one request with more is let in where nothing else waits.
  public var queueLimit: Int
  /// What happens to a request that finds the queue full.
  public var overflow: Overflow

  /// Options from their parts; values below 1 count as 1.
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
