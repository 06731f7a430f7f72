/// How word vectors are trained.
public struct WordVectorOptions: Sendable, Codable, Equatable {
  /// The training algorithm.
  public enum Algorithm: String, Sendable, Codable, CaseIterable {
    /// Skip-gram: each word predicts each word near it.
    case skipgram
    /// Continuous bag of words: the words around a word predict it.
    case cbow
    /// GloVe: fits the logarithms of co-occurrence counts.
    case glove
    /// Skip-gram with subwords, which also give unknown words a vector.
    case fasttext
  }

  /// The training algorithm.
  public var algorithm = Algorithm.skipgram
  /// The size of a vector.
  public var dimensions = 100
  /// The most words of context on each side; nil: 5, GloVe 10.
  public var window: Int?
  /// Negative samples for each prediction.
  public var negatives = 5
  /// Whether to use hierarchical softmax, in addition to negative sampling unless that is 0.
  public var hierarchicalSoftmax = false
  /// Words that occur less often are ignored.
  public var minimumCount = 5
  /// Words with a higher relative frequency are subsampled; 0: none. Not for GloVe.
  public var subsample = 1e-3
  /// Epochs; nil: 5, GloVe 25.
  public var epochs: Int?
  /// The initial learning rate, which falls linearly; nil: 0.025, for cbow, fasttext and GloVe 0.05. GloVe keeps it.
  public var learningRate: Double?
  /// The shortest subword, in letters.
  public var shortestPart = 3
  /// The longest subword, in letters.
  public var longestPart = 6
  /// How many rows the subwords share.
  public var buckets = 200_000
  /// GloVe's x_max: pairs with at least this count have the full weight.
  public var ceiling = 100.0
  /// GloVe's alpha: the exponent of the weight of rarer pairs.
  public var power = 0.75
  /// Whether threads update the rows without synchronization (Hogwild): faster, but not reproducible. GloVe ignores
  /// this.
  public var lockFree = false
  /// The seed of all random numbers.
  public var seed: UInt64 = 42

  /// The defaults.
  public init() {}

  var effectiveWindow: Int { window ?? (algorithm == .glove ? 10 : 5) }
  var effectiveEpochs: Int { epochs ?? (algorithm == .glove ? 25 : 5) }
  var effectiveRate: Double { learningRate ?? (algorithm == .skipgram ? 0.025 : 0.05) }

  /// What is wrong with the options, in words; nil if nothing is.
  public var complaint: String? {
    func outside(_ name: String, _ value: Int, _ range: ClosedRange<Int>) -> String? {
      range.contains(value) ? nil : "\(name) is between \(range.lowerBound) and \(range.upperBound), not \(value)"
    }
    if let fault = outside("dimensions", dimensions, 1...10_000) ?? outside("window", effectiveWindow, 1...1000)
      ?? outside("negative", negatives, 0...1000) ?? outside("min-count", minimumCount, 1...1_000_000_000)
      ?? outside("epochs", effectiveEpochs, 1...100_000) ?? outside("buckets", buckets, 1...100_000_000)
      ?? outside("min-length of parts", shortestPart, 1...100)
      ?? outside("max-length of parts", longestPart, shortestPart...100)
    {
      return fault
    }
    if algorithm != .glove, negatives == 0, !hierarchicalSoftmax {
      return "without negative samples (negative 0) hierarchical softmax is needed"
    }
    if !(effectiveRate > 0 && effectiveRate <= 10) { return "the learning rate is between 0 and 10" }
    if !(subsample >= 0 && subsample <= 1) { return "subsample is between 0 and 1" }
    if !(ceiling > 0 && ceiling.isFinite && power >= 0 && power <= 10) { return "x-max and alpha are positive" }
    return nil
  }
}
