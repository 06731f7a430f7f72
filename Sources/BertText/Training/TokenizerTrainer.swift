import Foundation

/// Trains a vocabulary on a corpus. The same corpus and options give the same bytes.
public struct TokenizerTrainer: Sendable {
  /// A kind of vocabulary.
  public enum Kind: String, Sendable, CaseIterable {
    /// BERT's.
    case wordpiece
    /// SentencePiece's, with words marked by `▁`.
    case unigram
  }

  /// The options of the training.
  public struct Options: Sendable {
    /// The kind of vocabulary.
    public var kind: Kind
    /// The number of entries, special tokens included; a small corpus may give fewer.
    public var size: Int
    /// Whether text is made lower case; for WordPiece accents are then stripped too.
    public var lowercase: Bool
    /// WordPiece: pairs that are less frequent are not merged.
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

  /// A trainer without texts.
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

  /// NFKC, lower case if asked for, one space for a run of spaces, none at the ends: the normalizer that
  /// `TrainedTokenizer` writes.
  private static func unigramNormalizer(_ options: Options) -> NormalizerSequence {
    let space: UInt8 = 0x20
    return NormalizerSequence(
      steps: [UnicodeForm.compatibilityComposition] + (options.lowercase ? [Lowercase()] : [])
        + [Replace(pattern: .run(of: space, atLeast: 2), content: [0x20]), Strip(left: true, right: true)])
  }

  /// Adds a text of the corpus.
  public mutating func add(_ text: String) { counts.add(text) }

  /// Trains the vocabulary on the texts that were added.
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
