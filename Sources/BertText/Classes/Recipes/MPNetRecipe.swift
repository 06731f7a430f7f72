/// MPNet's class: BERT's pipeline with RoBERTa's special tokens around texts.
struct MPNetRecipe: TokenizerRecipe {
  let className = "MPNetTokenizer"
  let model = VocabularyKind.wordPiece
  let vocabularyFile = "vocab.txt"
  private let bert: BertOptions

  init(_ options: ClassOptions) throws(TokenizerError) { bert = try BertOptions(options, className: "MPNetTokenizer") }

  var decisions: [PretrainedTokenizer.Decision] { bert.decisions }

  let roles: [SpecialTokenRole: TokenDeclaration] = [
    .begin: TokenDeclaration("<s>"), .end: TokenDeclaration("</s>"), .separator: TokenDeclaration("</s>"),
    .classification: TokenDeclaration("<s>"), .unknown: TokenDeclaration("[UNK]"), .pad: TokenDeclaration("<pad>"),
    .mask: TokenDeclaration("<mask>"),
  ]

  func token(_ token: TokenDeclaration, as role: SpecialTokenRole) -> TokenDeclaration {
    role == .mask ? token.strippingSpaceBefore() : token
  }

  func normalizer(_ map: Precompiled?) -> (any Normalizer)? { bert.normalizer }
  func steps() -> [any PreTokenizer] { ScalarSplit.bert.steps }

  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    PostProcessor(
      template: .roberta(cls: try tokens.token(.classification), sep: try tokens.token(.separator)),
      trimming: [OffsetTrimming(addsPrefixSpace: false)], windowsAreOfTemplateType: true)
  }
}
