public import BertEncoder

/// How a classifier computes, where it is not to be as the machine and the weights suggest.
public struct ClassifierOptions: Sendable, Equatable {
  /// Threads to compute with; nil takes all cores. The results do not depend on them.
  public var threads: Int?
  /// What the encoder computes in; nil takes what the weights are stored in.
  public var precision: Precision?

  /// Options from their parts.
  public init(threads: Int? = nil, precision: Precision? = nil) {
    self.threads = threads
    self.precision = precision
  }
}
