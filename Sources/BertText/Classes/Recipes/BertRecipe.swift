/// BERT's class, and DistilBERT's, which has no token types.
struct BertRecipe: TokenizerRecipe {
  let className: String
  let givesTokenTypes: Bool
  let model = VocabularyKind.wordPiece
  let vocabularyFile = "vocab.txt"
  let bert: BertOptions

  init(_ options: ClassOptions, className: String, givesTokenTypes: Bool) throws(TokenizerError) {
    self.className = className
    self.givesTokenTypes = givesTokenTypes
    bert = try BertOptions(options, className: className)
  }

  var decisions: [PretrainedTokenizer.Decision] { bert.decisions }

  let roles: [SpecialTokenRole: TokenDeclaration] = [
    .unknown: TokenDeclaration("[UNK]"), .separator: TokenDeclaration("[SEP]"), .pad: TokenDeclaration("[PAD]"),
    .classification: TokenDeclaration("[CLS]"), .mask: TokenDeclaration("[MASK]"),
  ]

  func normalizer(_ map: Precompiled?) -> (any Normalizer)? { bert.normalizer }
  func steps() -> [any PreTokenizer] { ScalarSplit.bert.steps }

  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    PostProcessor(template: .bert(cls: try tokens.token(.classification), sep: try tokens.token(.separator)))
  }
}

/// The options of BERT's normalizer.
struct BertOptions: Sendable {
  let normalizer: BertNormalizer
  let decisions: [PretrainedTokenizer.Decision]

  init(_ options: ClassOptions, className: String) throws(TokenizerError) {
    let lowercase = try options.flag("do_lower_case", default: true)
    let ideographs = try options.flag("tokenize_chinese_chars", default: true)
    let accents = try options.optionalFlag("strip_accents")
    normalizer = BertNormalizer(
      cleanText: true, handleChineseChars: ideographs, stripAccents: accents, lowercase: lowercase)
    decisions = [
      options.decision("lower case", lowercase ? "yes" : "no", by: "do_lower_case", className),
      options.decision(
        "accents", accents ?? lowercase ? "dropped" : "kept", by: accents == nil ? "do_lower_case" : "strip_accents",
        className),
      options.decision("CJK apart", ideographs ? "yes" : "no", by: "tokenize_chinese_chars", className),
    ]
  }
}
