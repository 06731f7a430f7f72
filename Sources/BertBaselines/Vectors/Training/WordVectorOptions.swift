/// How word vectors are trained.
public struct WordVectorOptions: Sendable, Codable, Equatable {
  /// What is fitted.
  public enum Algorithm: String, Sendable, Codable, CaseIterable {
    /// Words predict the words that stand near them, pair by pair.
    case skipgram
    /// The words around predict each word.
    case cbow
    /// The logarithms of how often words stand near each other.
    case glove
    /// Skip-gram with rows for the parts of words, which give unseen words vectors too.
    case fasttext
  }

  /// What is fitted.
  public var algorithm = Algorithm.skipgram
  /// Numbers in a vector.
  public var dimensions = 100
  /// Words on each side at the most; nil: 5, GloVe 10.
  public var window: Int?
  /// Negative samples for each prediction.
  public var negatives = 5
  /// Predict along a Huffman tree; instead of counter-examples where these are 0, else besides.
  public var hierarchicalSoftmax = false
  /// Words that come less often are left out.
  public var minimumCount = 5
  /// Words more frequent than this share are left out at random; 0: none. GloVe has no such thing.
  public var subsample = 1e-3
  /// Passes over the text; nil: 5, GloVe 25.
  public var epochs: Int?
  /// The first learning rate, from which it falls to zero; nil: 0.025, for cbow, fasttext and GloVe (where it stays) 0.05.
  public var learningRate: Double?
  /// The shortest part of a word, in letters.
  public var shortestPart = 3
  /// The longest part of a word, in letters.
  public var longestPart = 6
  /// How many rows the parts share.
  public var buckets = 200_000
  /// GloVe: from this count on all pairs weigh the same.
  public var ceiling = 100.0
  /// GloVe: the power by which the weight grows up to it.
  public var power = 0.75
  /// Let all threads change the rows at once: faster, and another result each time. GloVe needs no such thing.
  public var lockFree = false
  /// The seed of everything drawn by chance.
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
      return "without counter-examples (negative 0) hierarchical softmax is needed"
    }
    if !(effectiveRate > 0 && effectiveRate <= 10) { return "the learning rate is between 0 and 10" }
    if !(subsample >= 0 && subsample <= 1) { return "subsample is between 0 and 1" }
    if !(ceiling > 0 && ceiling.isFinite && power >= 0 && power <= 10) { return "x-max and alpha are positive" }
    return nil
  }
}
