/// BigBird's class: runs of spaces become one mark; BERT's special tokens around texts, without token types.
struct BigBirdRecipe: TokenizerRecipe {
  let className = "BigBirdTokenizer"
  let model = VocabularyKind.unigram
  let vocabularyFile = "spiece.model"
  private let scheme: Metaspace.PrependScheme

  init(_ options: ClassOptions) throws(TokenizerError) {
    scheme = try options.flag("add_prefix_space", default: true) ? .always : .never
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = [
    .begin: TokenDeclaration("<s>"), .end: TokenDeclaration("</s>"), .unknown: TokenDeclaration("<unk>"),
    .separator: TokenDeclaration("[SEP]"), .pad: TokenDeclaration("<pad>"),
    .classification: TokenDeclaration("[CLS]"), .mask: TokenDeclaration("[MASK]"),
  ]

  func token(_ token: TokenDeclaration, as role: SpecialTokenRole) -> TokenDeclaration {
    role == .mask ? token.strippingSpaceBefore() : token
  }

  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int {
    pieces.firstIndex { $0.spelling == unknown && $0.score == 0 } ?? 100
  }

  func normalizer(_ map: Precompiled?) -> (any Normalizer)? {
    Replace(pattern: .run(of: 0x20, atLeast: 2), content: [0x2581])
  }

  func steps() -> [any PreTokenizer] { [Metaspace.sentencePiece(scheme)] }

  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    PostProcessor(template: .bert(cls: try tokens.token(.classification), sep: try tokens.token(.separator)))
  }
}
