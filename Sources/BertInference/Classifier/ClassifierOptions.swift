public import BertEncoder

/// How a classifier computes.
public struct ClassifierOptions: Sendable, Equatable {
  /// Threads to compute with; nil for all cores. The results do not depend on them.
  public var threads: Int?
  /// The number format that the encoder computes in; nil for the format of the stored weights.
  public var precision: Precision?

  /// Options from their parts.
  public init(threads: Int? = nil, precision: Precision? = nil) {
    self.threads = threads
    self.precision = precision
  }
}
