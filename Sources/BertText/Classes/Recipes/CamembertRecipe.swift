/// CamemBERT's class: five entries of its own, `<unk>` among them, then the pieces of its SentencePiece model.
struct CamembertRecipe: TokenizerRecipe {
  let className = "CamembertTokenizer"
  let model = VocabularyKind.unigram
  let vocabularyFile = "sentencepiece.bpe.model"
  private let scheme: Metaspace.PrependScheme

  init(_ options: ClassOptions) throws(TokenizerError) {
    scheme = try options.flag("add_prefix_space", default: true) ? .always : .never
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = .fairseq

  func additional(_ stated: [TokenDeclaration]?) -> [TokenDeclaration] {
    stated ?? ["<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED"].map { TokenDeclaration($0) }
  }

  func token(_ token: TokenDeclaration, as role: SpecialTokenRole) -> TokenDeclaration {
    role == .mask ? token.strippingSpaceBefore() : token
  }

  func pieces(_ file: SentencePieceFile, _ spelling: (SpecialTokenRole) -> [UInt8]) -> [ScoredPiece] {
    [
      (Array("<s>NOTUSED".utf8), 0), (spelling(.pad), 0), (Array("</s>NOTUSED".utf8), 0), (spelling(.unknown), 0),
      (Array("<unk>NOTUSED".utf8), -100),
    ] + file.pieces.dropFirst().map { ($0.spelling, $0.score) } + [(spelling(.mask), 0)]
  }

  /// The first entry of the unknown token, although the last one is its id where the token itself is looked up.
  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int {
    pieces.firstIndex { $0.spelling == unknown } ?? 0
  }

  func steps() -> [any PreTokenizer] { Metaspace.words(scheme) }

  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    PostProcessor(template: .roberta(cls: try tokens.token(.begin), sep: try tokens.token(.end)))
  }
}
