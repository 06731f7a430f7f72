/// ALBERT's class: quotes become `"`, accents and case follow its options, then SentencePiece's rules and words.
struct AlbertRecipe: TokenizerRecipe {
  let className = "AlbertTokenizer"
  let model = VocabularyKind.unigram
  let vocabularyFile = "spiece.model"
  let yieldsFrameToFile = true
  let decisions: [PretrainedTokenizer.Decision]
  private let lowercase: Bool
  private let keepsAccents: Bool
  private let scheme: Metaspace.PrependScheme

  init(_ options: ClassOptions) throws(TokenizerError) {
    lowercase = try options.flag("do_lower_case", default: true)
    keepsAccents = try options.flag("keep_accents", default: false)
    scheme = try options.flag("add_prefix_space", default: true) ? .always : .never
    decisions = [
      options.decision("lower case", lowercase ? "yes" : "no", by: "do_lower_case", className),
      options.decision("accents", keepsAccents ? "kept" : "dropped", by: "keep_accents", className),
    ]
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = [
    .begin: TokenDeclaration("[CLS]"), .end: TokenDeclaration("[SEP]"), .unknown: TokenDeclaration("<unk>"),
    .separator: TokenDeclaration("[SEP]"), .pad: TokenDeclaration("<pad>"),
    .classification: TokenDeclaration("[CLS]"), .mask: TokenDeclaration("[MASK]"),
  ]

  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int { 1 }

  func normalizer(_ map: Precompiled?) -> (any Normalizer)? {
    NormalizerSequence(
      steps: .quotes + (keepsAccents ? [] : [UnicodeForm.compatibilityDecomposition, StripAccents()])
        + (lowercase ? [Lowercase()] : []) + (map.map { [$0] } ?? []))
  }

  func steps() -> [any PreTokenizer] { Metaspace.words(scheme) }

  /// The spellings are always the class's own; the ids are those of the roles' tokens.
  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    PostProcessor(
      template: .bert(
        cls: ("[CLS]", try tokens.token(.classification).id), sep: ("[SEP]", try tokens.token(.separator).id)))
  }
}

extension [any Normalizer] {
  /// ``` `` ``` and `''` become `"`.
  static var quotes: [any Normalizer] {
    ["``", "''"].map { Replace(pattern: .literal([UInt8]($0.utf8)), content: [0x22]) }
  }
}
