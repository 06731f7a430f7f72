import BertStorage

/// Makes the tokenizer of a class of transformers: the class's pipeline around the files' vocabulary, the tokens that
/// the files add, and the class's special tokens around texts.
struct ClassTokenizerBuilder {
  let recipe: any TokenizerRecipe
  let options: ClassOptions
  let declared: DeclaredTokens
  let source: VocabularySource
  /// `tokenizer.json`, where there is one.
  let document: JSONValue?
  let givesTokenTypes: Bool
  let splitsSpecialTokens: Bool
  /// Roles whose tokens must be in the vocabulary, although the class does not require them.
  var required: [SpecialTokenRole] = []

  private var file: String { source.file }

  func build() throws(TokenizerError) -> any Tokenizer {
    switch source.content {
    case .wordPiece(let entries): return try wordPiece(entries)
    case .bytePairs(let entries, let merges):
      let vocabulary = try Vocabulary(entries, file: file)
      let model = try TokenizerLoader.bytePairs(
        vocabulary, merges, BytePairModel.Settings(), isByteLevel: true, file: file)
      return try pipeline(model, normalizer: recipe.normalizer(nil), size: vocabulary.spellingCount)
    case .unigram(let pieces, let map, let declaredID):
      let vocabulary = try Vocabulary(
        pieces.enumerated().map { ($0.element.spelling, $0.offset) }, earlier: .kept, file: file)
      let unknown = declared.roles(recipe)[.unknown]?.content ?? []
      let id = recipe.unknownID(pieces, unknown: unknown, declared: declaredID)
      guard id >= 0, id < pieces.count else {
        throw .invalidField(
          file: file, field: "the vocabulary",
          reason: "\(recipe.className) expects its unknown token at id \(id), which is not in the vocabulary")
      }
      let subwords = try UnigramModel(
        vocabulary, scores: pieces.map(\.score), unknownID: Int32(id), fallsBackToBytes: false, file: file)
      return try pipeline(
        TokenizerLoader.LoadedModel(vocabulary: vocabulary, subwords: subwords), normalizer: recipe.normalizer(map),
        size: pieces.count)
    }
  }

  private func table(
    _ vocabulary: Vocabulary, _ roles: [SpecialTokenRole: TokenDeclaration], _ size: Int
  ) throws(TokenizerError) -> AddedTokenTable {
    for role in required {
      guard let token = roles[role], vocabulary.id(of: token.content) == nil else { continue }
      throw .missingSpecialToken(file: file, role: role.name, token: token.text)
    }
    // The special tokens of a SentencePiece model have precedence over those of `special_tokens_map.json`.
    let further = recipe.additional(source.additional ?? declared.additional)
    var table = AddedTokenTable(find: vocabulary.id(of:), modelSize: size)
    table.add(declared.additions(roles: roles, further: further, known: []))
    return table
  }

  private func wordPiece(_ entries: [(spelling: [UInt8], id: Int)]) throws(TokenizerError) -> any Tokenizer {
    let roles = declared.roles(recipe)
    var warnings = source.warnings
    let entries = try Vocabulary.counting(entries, file: file, warnings: &warnings)
    let vocabulary = try Vocabulary(entries, file: file)
    let table = try table(vocabulary, roles, entries.count)
    guard let unknown = roles[.unknown] else {
      throw .missingSpecialToken(file: file, role: SpecialTokenRole.unknown.name, token: "null")
    }
    var settings = WordPieceSettings(entries: entries, unknownToken: unknown.text)
    settings.warnings = warnings
    settings.normalizer = recipe.normalizer(nil) as? BertNormalizer ?? .none
    settings.addedTokens = table.tokens
    settings.splitsSpecialTokens = splitsSpecialTokens
    settings.postProcessor = try frame(roles, table, vocabulary)
    settings.declaredTruncation = try TokenizerLoader.truncation(document?["truncation"], file: file)
    settings.declaredPadding = try TokenizerLoader.padding(document?["padding"], file: file)
    settings.padID = roles[.pad].flatMap { table.id(of: $0.content) } ?? 0
    return try WordPieceTokenizer(settings, file: file)
  }

  private func pipeline(
    _ model: TokenizerLoader.LoadedModel, normalizer: (any Normalizer)?, size: Int
  ) throws(TokenizerError) -> any Tokenizer {
    let roles = declared.roles(recipe)
    let table = try table(model.vocabulary, roles, size)
    try TokenizerLoader.checkGrowth(normalizer, file: file)
    var settings = PipelineSettings(
      pipeline: Pipeline(
        model.vocabulary, addedTokens: table.tokens, splitsSpecialTokens: splitsSpecialTokens, normalizer: normalizer,
        preTokenizer: TokenizerLoader.preTokenizer(recipe.steps(), takesBytes: model.takesBytes), model: model.subwords)
    )
    settings.postProcessor = try frame(roles, table, model.vocabulary)
    settings.declaredTruncation = try TokenizerLoader.truncation(document?["truncation"], file: file)
    settings.declaredPadding = try TokenizerLoader.padding(document?["padding"], file: file)
    settings.padID = roles[.pad].flatMap { table.id(of: $0.content) } ?? 0
    return PipelineTokenizer(settings)
  }

  /// The post-processor of the file or the class.
  private func frame(
    _ roles: [SpecialTokenRole: TokenDeclaration], _ table: AddedTokenTable, _ vocabulary: Vocabulary
  ) throws(TokenizerError) -> PostProcessor {
    let declaredContents = Set(declared.added.values.map(\.content))
    let tokens = FrameTokens(named: roles, table: table, file: file) { content in
      vocabulary.id(of: content) != nil || declaredContents.contains(content)
    }
    let frame: PostProcessor
    if recipe.yieldsFrameToFile, let section = document?["post_processor"] {
      frame = try TokenizerLoader.postProcessor(section, file: file)
    } else if let own = try recipe.frame(tokens), !recipe.yieldsFrameToFile || !asksForEnds {
      frame = own
    } else {
      frame = try ends(tokens)
    }
    return givesTokenTypes ? frame : frame.withoutTypes
  }

  /// Whether the configuration says which of the begin and end tokens are added around a text. It is ignored where
  /// there is a `tokenizer.json`.
  private var asksForEnds: Bool {
    document == nil && (options.document?["add_bos_token"] != nil || options.document?["add_eos_token"] != nil)
  }

  /// A post-processor that adds the begin and the end token around each text, if the configuration asks for them.
  private func ends(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor {
    let asks = document == nil
    func piece(
      _ role: SpecialTokenRole, _ option: String, _ typeID: Int32
    ) throws(TokenizerError) -> [SpecialTokensTemplate.Piece] {
      guard asks, try options.flag(option, default: false), tokens.named[role] != nil else { return [] }
      let (token, id) = try tokens.token(role)
      return [.special(ids: [id], tokens: [token], typeID: typeID)]
    }
    let single =
      try piece(.begin, "add_bos_token", 0) + [.first(typeID: 0)] + (try piece(.end, "add_eos_token", 0))
    let second =
      try piece(.begin, "add_bos_token", 1) + [.second(typeID: 1)] + (try piece(.end, "add_eos_token", 1))
    return PostProcessor(template: SpecialTokensTemplate(single: single, pair: single + second))
  }
}
