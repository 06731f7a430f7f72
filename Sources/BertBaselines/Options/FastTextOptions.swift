import BertData

/// The settings of the fastText-style classifier, under fastText's names and with its defaults for supervised training
/// but for the word pairs, the passes and the rate, of which small corpora need more.
public struct FastTextOptions: Sendable, Codable, Equatable {
  /// How the labels' scores become a loss.
  public enum Loss: String, Sendable, Codable, CaseIterable {
    /// Over all labels at once.
    case softmax
    /// Over the decisions on the way to a label in a Huffman tree: for many labels.
    case hierarchical = "hs"
    /// Of each label by itself: for several labels a text.
    case oneVersusAll = "ova"
  }

  /// Numbers in an embedding.
  public var dimensions = 100
  /// Passes over the rows; nil takes ``usualEpochs(rows:)``.
  public var epochs: Int?
  /// The first rate; it falls to 0 in a straight line over the tokens.
  public var learningRate = 0.25
  /// Words in a hashed run, at the most.
  public var wordNgrams = 2
  /// Letters in the hashed parts of words, from and to, the marks `<` and `>` at a word's ends counted (fastText's `minn`
  /// and `maxn`); nil where words have no parts. Bundles of before the option have none.
  public var characterNgrams: ClosedRange<Int>?
  /// Hash values of runs and parts, which share them.
  public var buckets = 2_000_000
  /// Times that a word must occur to count.
  public var minimumCount = 1
  /// nil: `softmax` up to 64 labels, beyond them `hs`; `ova` where a text may have several.
  public var loss: Loss?
  /// Whether texts are put into lower case and punctuation is set apart; fastText leaves that to its user.
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

  /// The first rule that a value breaks.
  package var fault: BaselineError? {
    if !(1...4096).contains(dimensions) { return .option(name: "dim", rule: "from 1 to 4096") }
    if let epochs, !(1...10_000).contains(epochs) { return .option(name: "epoch", rule: "from 1 to 10000") }
    if !(learningRate > 0 && learningRate <= 100) { return .option(name: "lr", rule: "above 0, at most 100") }
    if !(1...10).contains(wordNgrams) { return .option(name: "wordNgrams", rule: "from 1 to 10") }
    if let lengths = characterNgrams, lengths.lowerBound < 1 || lengths.upperBound > Self.longestPart {
      return .option(name: "charNgrams", rule: "two numbers from 1 to \(Self.longestPart), the first not above")
    }
    // The numbers of buckets are written where single precision must hold them.
    if !(1...1 << 24).contains(buckets) { return .option(name: "bucket", rule: "from 1 to 16777216") }
    if minimumCount < 1 { return .option(name: "minCount", rule: "at least 1") }
    return nil
  }

  /// Letters of a part at the most.
  package static let longestPart = 20

  /// The parts of words; nil where they have none.
  var subwords: Subwords? {
    characterNgrams.flatMap { Subwords(minimum: $0.lowerBound, maximum: $0.upperBound, buckets: buckets) }
  }

  /// The passes taken unless told otherwise: fastText's five, and on few rows as many as give 30,000 steps, a hundred at
  /// the most.
  public static func usualEpochs(rows: Int) -> Int {
    let rows = max(1, rows)
    return max(5, min(100, (30_000 + rows - 1) / rows))
  }

  func loss(_ rule: OutputRule, classes: Int) -> Loss {
    loss ?? (rule.problem == .multiLabel ? .oneVersusAll : classes > 64 ? .hierarchical : .softmax)
  }
}
