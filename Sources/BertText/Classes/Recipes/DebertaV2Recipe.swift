/// The class of DeBERTa-v2 and -v3: runs of white space become one space, then NFC, then SentencePiece's marks.
struct DebertaV2Recipe: TokenizerRecipe {
  let className = "DebertaV2Tokenizer"
  let model = VocabularyKind.unigram
  let vocabularyFile = "spm.model"
  let givesTokenTypes = true
  let decisions: [PretrainedTokenizer.Decision]
  private let lowercase: Bool
  private let splitsPunctuation: Bool
  private let scheme: Metaspace.PrependScheme
  private let statedUnknownID: Int

  init(_ options: ClassOptions) throws(TokenizerError) {
    lowercase = try options.flag("do_lower_case", default: false)
    splitsPunctuation = try options.flag("split_by_punct", default: false)
    scheme = try options.flag("add_prefix_space", default: true) ? .always : .first
    statedUnknownID = try options.count("unk_id", default: 1, greatest: Vocabulary.greatestID)
    decisions = [
      options.decision("lower case", lowercase ? "yes" : "no", by: "do_lower_case", className),
      options.decision("punctuation apart", splitsPunctuation ? "yes" : "no", by: "split_by_punct", className),
    ]
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = [
    .begin: TokenDeclaration("[CLS]"), .end: TokenDeclaration("[SEP]"), .unknown: TokenDeclaration("[UNK]"),
    .separator: TokenDeclaration("[SEP]"), .pad: TokenDeclaration("[PAD]"),
    .classification: TokenDeclaration("[CLS]"), .mask: TokenDeclaration("[MASK]"),
  ]

  /// The entry of the unknown token with score 0, or else the id that a file declares.
  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int {
    pieces.firstIndex { $0.spelling == unknown && $0.score == 0 } ?? declared ?? statedUnknownID
  }

  func normalizer(_ map: Precompiled?) -> (any Normalizer)? {
    NormalizerSequence(steps: (lowercase ? [Lowercase()] : []) + .oneSpace)
  }

  func steps() -> [any PreTokenizer] {
    (splitsPunctuation ? [ScalarSplit(kind: .punctuation, behavior: .isolated)] : [])
      + [Metaspace.sentencePiece(scheme)]
  }

  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    PostProcessor(template: .bert(cls: try tokens.token(.classification), sep: try tokens.token(.separator)))
  }
}

extension [any Normalizer] {
  /// `\s{2,}|[\n\r\t]` becomes a space, then NFC, then white space at the end is dropped.
  static var oneSpace: [any Normalizer] {
    [Replace(pattern: .spaces, content: [0x20]), UnicodeForm.canonicalComposition, Strip(left: false, right: true)]
  }
}
