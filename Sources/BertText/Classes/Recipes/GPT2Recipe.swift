/// GPT-2's class: byte-level BPE. Special tokens are added around a text only where a file says so.
struct GPT2Recipe: TokenizerRecipe {
  let className = "GPT2Tokenizer"
  let model = VocabularyKind.bytePairs
  let vocabularyFile = "vocab.json"
  let yieldsFrameToFile = true
  let decisions: [PretrainedTokenizer.Decision]
  private let addsPrefixSpace: Bool

  init(_ options: ClassOptions) throws(TokenizerError) {
    addsPrefixSpace = try options.flag("add_prefix_space", default: false)
    decisions = [
      options.decision("space before the text", addsPrefixSpace ? "yes" : "no", by: "add_prefix_space", className)
    ]
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = [
    .begin: TokenDeclaration("<|endoftext|>"), .end: TokenDeclaration("<|endoftext|>"),
    .unknown: TokenDeclaration("<|endoftext|>"),
  ]

  func normalizer(_ map: Precompiled?) -> (any Normalizer)? { nil }
  func steps() -> [any PreTokenizer] { [ByteLevel(addsPrefixSpace: addsPrefixSpace, usesExpression: true)] }
  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? { nil }
}
