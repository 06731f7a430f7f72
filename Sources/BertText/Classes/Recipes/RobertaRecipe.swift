/// The class of RoBERTa and BART: byte-level BPE with `<s>` and `</s>` around texts.
struct RobertaRecipe: TokenizerRecipe {
  let className = "RobertaTokenizer"
  let model = VocabularyKind.bytePairs
  let vocabularyFile = "vocab.json"
  let decisions: [PretrainedTokenizer.Decision]
  private let addsPrefixSpace: Bool
  private let trimsOffsets: Bool

  init(_ options: ClassOptions) throws(TokenizerError) {
    addsPrefixSpace = try options.flag("add_prefix_space", default: false)
    trimsOffsets = try options.flag("trim_offsets", default: true)
    decisions = [
      options.decision("space before the text", addsPrefixSpace ? "yes" : "no", by: "add_prefix_space", className)
    ]
  }

  let roles: [SpecialTokenRole: TokenDeclaration] = .fairseq

  func normalizer(_ map: Precompiled?) -> (any Normalizer)? { nil }
  func steps() -> [any PreTokenizer] { [ByteLevel(addsPrefixSpace: addsPrefixSpace, usesExpression: true)] }

  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor? {
    PostProcessor(
      template: .roberta(cls: try tokens.token(.classification), sep: try tokens.token(.separator)),
      trimming: trimsOffsets ? [OffsetTrimming(addsPrefixSpace: addsPrefixSpace)] : [],
      windowsAreOfTemplateType: true)
  }
}
