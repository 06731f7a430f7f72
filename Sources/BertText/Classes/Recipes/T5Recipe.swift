/// T5's class: `</s>` after each text, and as many `<extra_id_n>` as its options say.
struct T5Recipe: TokenizerRecipe {
  let className = "T5Tokenizer"
  let model = VocabularyKind.unigram
  let vocabularyFile = "spiece.model"
  private let extraCount: Int

  init(_ options: ClassOptions) throws(TokenizerError) {
    extraCount = try options.count("extra_ids", default: 100, greatest: 10_000)
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = [
    .end: TokenDeclaration("</s>"), .unknown: TokenDeclaration("<unk>"), .pad: TokenDeclaration("<pad>"),
  ]

  private var extra: [TokenDeclaration] { (0..<extraCount).map { TokenDeclaration("<extra_id_\($0)>") } }

  /// The tokens of a file, and the class's own where none of those is an `<extra_id_n>`.
  func additional(_ stated: [TokenDeclaration]?) -> [TokenDeclaration] {
    guard let stated else { return extra }
    return stated.contains { $0.text.contains("<extra_id_") } ? stated : stated + extra
  }

  func pieces(_ file: SentencePieceFile, _ spelling: (SpecialTokenRole) -> [UInt8]) -> [ScoredPiece] {
    file.pieces.map { ($0.spelling, $0.score) } + extra.reversed().map { ($0.content, 0) }
  }

  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int { 2 }
  func steps() -> [any PreTokenizer] { Metaspace.words() }

  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    let end = SpecialTokensTemplate.Piece.special(
      ids: [try tokens.token(.end).id], tokens: ["</s>"], typeID: 0)
    return PostProcessor(
      template: SpecialTokensTemplate(
        single: [.first(typeID: 0), end], pair: [.first(typeID: 0), end, .second(typeID: 0), end]))
  }
}
