import Foundation

/// Trains a vocabulary from a corpus. The same corpus and options give the same bytes.
public struct TokenizerTrainer: Sendable {
  /// A kind of vocabulary.
  public enum Kind: String, Sendable, CaseIterable {
    /// BERT's.
    case wordpiece
    /// SentencePiece's, with words marked by `▁`.
    case unigram
  }

  /// What is to be trained.
  public struct Options: Sendable {
    /// The kind of vocabulary.
    public var kind: Kind
    /// How many entries, special ones included; a small corpus may give fewer.
    public var size: Int
    /// Whether text becomes lower case, and for WordPiece loses its accents.
    public var lowercase: Bool
    /// WordPiece: pairs that come less often stay two.
    public var minimumFrequency: Int

    /// Options from their parts.
    public init(kind: Kind, size: Int = 8000, lowercase: Bool = false, minimumFrequency: Int = 2) {
      self.kind = kind
      self.size = size
      self.lowercase = lowercase
      self.minimumFrequency = minimumFrequency
    }
  }

  private let options: Options
  private var counts: WordCounts

  /// A trainer that has read nothing yet.
  public init(_ options: Options) {
    self.options = options
    switch options.kind {
    case .wordpiece:
      counts = WordCounts(
        normalizer: BertNormalizer(lowercase: options.lowercase), preTokenizer: ScalarSplit.bert)
    case .unigram:
      counts = WordCounts(
        normalizer: Self.unigramNormalizer(options),
        preTokenizer: Metaspace(replacement: Array("▁".utf8), prependScheme: .always, splits: true))
    }
  }

  /// NFKC, perhaps lower case, runs of spaces made one, none at the ends: what `TrainedTokenizer` writes.
  private static func unigramNormalizer(_ options: Options) -> NormalizerSequence {
    let space: UInt8 = 0x20
    return NormalizerSequence(
      steps: [UnicodeForm.compatibilityComposition] + (options.lowercase ? [Lowercase()] : [])
        + [Replace(pattern: .run(of: space, atLeast: 2), content: [0x20]), Strip(left: true, right: true)])
  }

  /// Reads a text of the corpus.
  public mutating func add(_ text: String) { counts.add(text) }

  /// The vocabulary of what was read.
  public func train() -> TrainedTokenizer {
    let words = counts.words
    return switch options.kind {
    case .wordpiece:
      TrainedTokenizer(
        options: options,
        entries: WordPieceTrainer(size: options.size, minimumFrequency: options.minimumFrequency).train(words)
          .map { ($0, 0) })
    case .unigram:
      TrainedTokenizer(options: options, entries: UnigramTrainer(size: options.size).train(words))
    }
  }
}
