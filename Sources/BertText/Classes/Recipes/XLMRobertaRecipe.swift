/// XLM-RoBERTa's class: fairseq's four special tokens, then the pieces of its SentencePiece model from the fourth on.
struct XLMRobertaRecipe: TokenizerRecipe {
  let className = "XLMRobertaTokenizer"
  let model = VocabularyKind.unigram
  let vocabularyFile = "sentencepiece.bpe.model"
  private let scheme: Metaspace.PrependScheme

  init(_ options: ClassOptions) throws(TokenizerError) {
    scheme = try options.flag("add_prefix_space", default: true) ? .always : .never
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = .fairseq

  func pieces(_ file: SentencePieceFile, _ spelling: (SpecialTokenRole) -> [UInt8]) -> [ScoredPiece] {
    [(spelling(.begin), 0), (spelling(.pad), 0), (spelling(.end), 0), (spelling(.unknown), 0)]
      + file.pieces.dropFirst(3).map { ($0.spelling, $0.score) } + [(spelling(.mask), 0)]
  }

  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int { 3 }
  func steps() -> [any PreTokenizer] { Metaspace.words(scheme) }

  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    PostProcessor(template: .roberta(cls: try tokens.token(.begin), sep: try tokens.token(.end)))
  }
}
