/// XLNet's class: ALBERT's steps, accents always dropped, special tokens after the text, padding before it.
struct XLNetRecipe: TokenizerRecipe {
  let className = "XLNetTokenizer"
  let model = VocabularyKind.unigram
  let vocabularyFile = "spiece.model"
  let paddingSide = EncodingOptions.Side.left
  let decisions: [PretrainedTokenizer.Decision]
  private let lowercase: Bool

  init(_ options: ClassOptions) throws(TokenizerError) {
    lowercase = try options.flag("do_lower_case", default: false)
    decisions = [
      options.decision("lower case", lowercase ? "yes" : "no", by: "do_lower_case", className),
      PretrainedTokenizer.Decision(
        subject: "accents", value: "dropped", reason: "\(className), whatever keep_accents says"),
    ]
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = [
    .begin: TokenDeclaration("<s>"), .end: TokenDeclaration("</s>"), .unknown: TokenDeclaration("<unk>"),
    .separator: TokenDeclaration("<sep>"), .pad: TokenDeclaration("<pad>"),
    .classification: TokenDeclaration("<cls>"), .mask: TokenDeclaration("<mask>"),
  ]

  func additional(_ stated: [TokenDeclaration]?) -> [TokenDeclaration] {
    stated ?? [TokenDeclaration("<eop>"), TokenDeclaration("<eod>")]
  }

  func token(_ token: TokenDeclaration, as role: SpecialTokenRole) -> TokenDeclaration {
    role == .mask ? token.strippingSpaceBefore() : token
  }

  func normalizer(_ map: Precompiled?) -> (any Normalizer)? {
    NormalizerSequence(
      steps: .quotes + [UnicodeForm.compatibilityDecomposition, StripAccents()] + (lowercase ? [Lowercase()] : [])
        + (map.map { [$0] } ?? []))
  }

  func steps() -> [any PreTokenizer] { Metaspace.words() }

  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    let (sep, cls) = (try tokens.token(.separator), try tokens.token(.classification))
    func end(_ typeID: Int32) -> SpecialTokensTemplate.Piece {
      .special(ids: [sep.id], tokens: [sep.token], typeID: typeID)
    }
    let last = SpecialTokensTemplate.Piece.special(ids: [cls.id], tokens: [cls.token], typeID: 2)
    return PostProcessor(
      template: SpecialTokensTemplate(
        single: [.first(typeID: 0), end(0), last],
        pair: [.first(typeID: 0), end(0), .second(typeID: 1), end(1), last]))
  }
}
