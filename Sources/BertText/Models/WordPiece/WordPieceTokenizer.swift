/// BERT's tokenizer: normalizer, pre-tokenizer, WordPiece and a template of special tokens.
///
/// Ids, tokens and offsets are those of Hugging Face's fast tokenizer (crate `tokenizers` 0.23) for the same files.
/// Cheap to copy, and safe to use from several threads at once.
public struct WordPieceTokenizer: Tokenizer {
  let model: WordPieceModel
  /// The truncation that the tokenizer's files declare (`truncation` in `tokenizer.json`); not applied.
  public let declaredTruncation: EncodingOptions?
  /// The padding that the tokenizer's files declare; not applied.
  public let declaredPadding: PaddingOptions?

  init(_ settings: WordPieceSettings, file: String) throws(TokenizerError) {
    model = try WordPieceModel(settings, file: file)
    declaredTruncation = settings.declaredTruncation
    declaredPadding = settings.declaredPadding
  }

  init(_ model: WordPieceModel, truncation: EncodingOptions?, padding: PaddingOptions?) {
    self.model = model
    declaredTruncation = truncation
    declaredPadding = padding
  }

  /// A tokenizer from a vocabulary in memory, with BERT's usual special tokens.
  ///
  /// - Parameters:
  ///   - vocabulary: spellings in order of their ids; of equal ones the last counts. It must contain `[UNK]`, `[PAD]`,
  ///     `[CLS]` and `[SEP]`; `[MASK]`, if it is present, is a special token too.
  ///   - normalizer: how text is normalized.
  /// - Throws: `emptyVocabulary`, `missingSpecialToken`, `vocabularyTooComplex`.
  public init(vocabulary: [String], normalizer: BertNormalizer = BertNormalizer()) throws(TokenizerError) {
    let entries = vocabulary.enumerated().map { (spelling: Array($0.element.utf8), id: $0.offset) }
    try self.init(
      try TokenizerLoader.bertSettings(
        entries: entries, names: SpecialTokenNames(), normalizer: normalizer, file: "the vocabulary"),
      file: "the vocabulary")
  }

  /// How text is normalized.
  public var normalizer: BertNormalizer { model.normalizer }

  /// The largest id + 1, added tokens included.
  public var vocabularySize: Int {
    max(model.vocabulary.size, (model.added.spellings.keys.max()).map { Int($0) + 1 } ?? 0)
  }

  /// What a user should know about the tokenizer's files, one line each.
  public var warnings: [String] { model.warnings }

  /// The id of the padding token.
  public var padID: Int32 { model.padID }

  /// The spelling of an id, or `nil` where there is none.
  public func token(for id: Int32) -> String? {
    model.added.spellings[id] ?? model.vocabulary.spelling(of: id).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Ids, type ids, tokens, offsets and the mask of special tokens of a text or a pair of texts.
  public func encode(_ text: String, pair: String?, options: EncodingOptions) -> Encoding {
    model.postProcessor.encoding(
      segment(text, tracksOffsets: true), pair.map { segment($0, tracksOffsets: true) }, options, isDetailed: true)
  }

  /// Ids and type ids only: the fast path for training and prediction.
  public func encodeIDs(_ text: String, pair: String?, options: EncodingOptions) -> Encoding {
    model.postProcessor.encoding(
      segment(text, tracksOffsets: false), pair.map { segment($0, tracksOffsets: false) }, options, isDetailed: false)
  }

  /// Ids and type ids of a text that is already tokenized.
  public func encodeIDs(of ids: [Int32], options: EncodingOptions) -> Encoding {
    model.postProcessor.encoding(SegmentTokens(ids: ids), nil, options, isDetailed: false)
  }

  /// The truncated encoding, then the overflowing tokens in windows that overlap by the options' stride.
  public func encodeWindows(_ text: String, pair: String?, options: EncodingOptions) -> [Encoding] {
    model.postProcessor.windows(
      segment(text, tracksOffsets: true), pair.map { segment($0, tracksOffsets: true) }, options)
  }

  private func segment(_ text: String, tracksOffsets: Bool) -> SegmentTokens {
    var encoder = SegmentEncoder(model, tracksOffsets: tracksOffsets)
    encoder.encode(text)
    let ids = encoder.ids
    let spellings = encoder.spellings
    return SegmentTokens(ids: ids, offsets: encoder.offsets) { index in
      spellings[index] ?? token(for: ids[index]) ?? ""
    }
  }
}
