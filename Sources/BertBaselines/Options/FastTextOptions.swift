import BertData

/// The settings of the fastText-style classifier, with fastText's names and its defaults for supervised training,
/// except for word n-grams, epochs and learning rate, where small corpora need more.
public struct FastTextOptions: Sendable, Codable, Equatable {
  /// The loss function.
  public enum Loss: String, Sendable, Codable, CaseIterable {
    /// Softmax over all labels.
    case softmax
    /// Hierarchical softmax with a Huffman tree, for many labels.
    case hierarchical = "hs"
    /// One binary logistic regression for each label, for several labels a text.
    case oneVersusAll = "ova"
  }

  /// The size of an embedding.
  public var dimensions = 100
  /// Epochs; nil for ``usualEpochs(rows:)``.
  public var epochs: Int?
  /// The initial learning rate, which falls linearly to 0 over the tokens.
  public var learningRate = 0.25
  /// The most words in a hashed n-gram.
  public var wordNgrams = 2
  /// The shortest and longest subword in characters, including the marks `<` and `>` at the ends of a word (fastText's
  /// `minn` and `maxn`); nil for no subwords. Bundles from before this option have none.
  public var characterNgrams: ClosedRange<Int>?
  /// The number of hash buckets, which n-grams and subwords share.
  public var buckets = 2_000_000
  /// How often a word must occur to have a row.
  public var minimumCount = 1
  /// nil: `softmax` for up to 64 labels, `hs` for more; `ova` where a text may have several.
  public var loss: Loss?
  /// Whether texts are lowercased and punctuation is separated, which fastText leaves to its user.
  public var isNormalized = true

  /// The defaults.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case epochs = "epoch", learningRate = "lr", dimensions = "dim", wordNgrams, loss
    case characterNgrams = "charNgrams"
    case buckets = "bucket"
    case minimumCount = "minCount"
    case isNormalized = "normalized"
  }

  /// The first invalid value, as an error.
  package var fault: BaselineError? {
    if !(1...4096).contains(dimensions) { return .option(name: "dim", rule: "from 1 to 4096") }
    if let epochs, !(1...10_000).contains(epochs) { return .option(name: "epoch", rule: "from 1 to 10000") }
    if !(learningRate > 0 && learningRate <= 100) { return .option(name: "lr", rule: "above 0, at most 100") }
    if !(1...10).contains(wordNgrams) { return .option(name: "wordNgrams", rule: "from 1 to 10") }
    if let lengths = characterNgrams, lengths.lowerBound < 1 || lengths.upperBound > Self.longestPart {
      return .option(
        name: "charNgrams", rule: "two numbers from 1 to \(Self.longestPart), the first not above the second")
    }
    // Bundles store bucket numbers in single precision, which must hold them exactly.
    if !(1...1 << 24).contains(buckets) { return .option(name: "bucket", rule: "from 1 to 16777216") }
    if minimumCount < 1 { return .option(name: "minCount", rule: "at least 1") }
    return nil
  }

  /// The longest subword in characters.
  package static let longestPart = 20

  /// The subwords of words; nil where there are none.
  var subwords: Subwords? {
    characterNgrams.flatMap { Subwords(minimum: $0.lowerBound, maximum: $0.upperBound, buckets: buckets) }
  }

  /// The default number of epochs: fastText's five, and on few rows as many as give 30,000 steps, but at most a
  /// hundred.
  ///
  /// - Parameter rows: The number of training examples.
  public static func usualEpochs(rows: Int) -> Int {
    let rows = max(1, rows)
    return max(5, min(100, (30_000 + rows - 1) / rows))
  }

  func loss(_ rule: OutputRule, classes: Int) -> Loss {
    loss ?? (rule.problem == .multiLabel ? .oneVersusAll : classes > 64 ? .hierarchical : .softmax)
  }
}
