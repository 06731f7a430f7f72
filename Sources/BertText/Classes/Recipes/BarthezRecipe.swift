/// BARThez's class. Special tokens are added around a text only where a file says so.
struct BarthezRecipe: TokenizerRecipe {
  let className = "BarthezTokenizer"
  let model = VocabularyKind.unigram
  let vocabularyFile = "sentencepiece.bpe.model"
  let yieldsFrameToFile = true
  private let scheme: Metaspace.PrependScheme

  init(_ options: ClassOptions) throws(TokenizerError) {
    scheme = try options.flag("add_prefix_space", default: true) ? .always : .never
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = .fairseq

  func token(_ token: TokenDeclaration, as role: SpecialTokenRole) -> TokenDeclaration {
    role == .mask ? token.strippingSpaceBefore() : token
  }

  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int { 3 }
  func normalizer(_ map: Precompiled?) -> (any Normalizer)? { NormalizerSequence(steps: .oneSpace) }
  func steps() -> [any PreTokenizer] { [Metaspace.sentencePiece(scheme)] }
  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? { nil }
}
