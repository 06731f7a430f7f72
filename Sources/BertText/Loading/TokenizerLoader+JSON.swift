import BertStorage

extension TokenizerLoader {
  /// How many times longer a normalizer may make a text, which bounds the cost of a text. Real tokenizers need far
  /// less: SentencePiece's map makes up to 33 bytes of a scalar, and the steps of T5 and Llama double a text.
  private static let greatestGrowth = 4096

  /// Settings from other files that apply to `tokenizer.json`.
  struct FileUse {
    /// Tokens that the files beside it declare.
    var declared = DeclaredTokens()
    var givesTokenTypes = true
    var splitsSpecialTokens = false
    var warnings: [String] = []
  }

  /// A tokenizer from `tokenizer.json` as it is.
  /// - Parameters:
  ///   - document: the content of the file.
  ///   - use: settings from other files; gets warnings.
  ///   - file: the file's name, for warnings and errors.
  /// - Throws: `unsupportedComponent` with the name of a component that is not known, and errors of the components.
  static func tokenizer(
    _ document: JSONValue, _ use: inout FileUse, file: String
  ) throws(TokenizerError) -> any Tokenizer {
    guard document.members != nil else {
      throw .invalidField(file: file, field: "the document", reason: "an object was expected")
    }
    let normalizer = try normalizer(document["normalizer"], file: file)
    try checkGrowth(normalizer, file: file)
    let steps = try preTokenizers(document["pre_tokenizer"], file: file)
    var postProcessor = try postProcessor(document["post_processor"], file: file)
    if !use.givesTokenTypes { postProcessor = postProcessor.withoutTypes }
    let fileTokens = try addedTokens(document["added_tokens"], file: file)
    let truncation = try truncation(document["truncation"], file: file)
    let padding = try padding(document["padding"], file: file)
    let roles = use.declared.roles(nil)

    func table(_ vocabulary: Vocabulary, _ size: Int) -> AddedTokenTable {
      var table = AddedTokenTable(find: vocabulary.id(of:), modelSize: size)
      table.add(fileTokens.map(TokenDeclaration.init))
      use.warnings += warnings(fileTokens, table, file: file)
      table.add(use.declared.additions(roles: roles, further: use.declared.additional ?? [], known: table.contents))
      return table
    }
    let pad = roles[.pad]?.content ?? Array("[PAD]".utf8)

    let isBert = document["pre_tokenizer"]?["type"]?.bytes == Array("BertPreTokenizer".utf8)
    if isBert, try modelType(document["model"], file: file) == "WordPiece",
      normalizer == nil || normalizer is BertNormalizer
    {
      // BERT's pipeline has an implementation of its own, which reads a text only once.
      var settings = try wordPiece(document["model"], file: file)
      let entries = settings.entries
      let table = table(try Vocabulary(entries, file: file), entries.count)
      settings.normalizer = normalizer as? BertNormalizer ?? .none
      settings.addedTokens = table.tokens
      settings.splitsSpecialTokens = use.splitsSpecialTokens
      settings.postProcessor = postProcessor
      settings.declaredTruncation = truncation
      settings.declaredPadding = padding
      settings.padID = padding?.id ?? table.id(of: pad) ?? table.id(of: Array(settings.unknownToken.utf8)) ?? 0
      return try WordPieceTokenizer(settings, file: file)
    }

    let model = try model(document["model"], isByteLevel: steps.last is ByteLevel, file: file)
    // The size of a list is the number of entries, that of a map the number of spellings.
    let isList = try modelType(document["model"], file: file) == "Unigram"
    let table = table(model.vocabulary, isList ? model.vocabulary.size : model.vocabulary.spellingCount)
    let preTokenizer = preTokenizer(steps, takesBytes: model.takesBytes)
    var settings = PipelineSettings(
      pipeline: Pipeline(
        model.vocabulary, addedTokens: table.tokens, splitsSpecialTokens: use.splitsSpecialTokens,
        normalizer: normalizer, preTokenizer: preTokenizer, model: model.subwords))
    settings.postProcessor = postProcessor
    settings.declaredTruncation = truncation
    settings.declaredPadding = padding
    settings.padID = padding?.id ?? table.id(of: pad) ?? model.subwords.unknownID ?? 0
    return PipelineTokenizer(settings)
  }

  /// Throws for a normalizer that may lengthen a text too much.
  static func checkGrowth(_ normalizer: (any Normalizer)?, file: String) throws(TokenizerError) {
    guard let growth = normalizer?.greatestGrowth, growth > greatestGrowth else { return }
    throw .invalidField(file: file, field: "normalizer", reason: "it may make a text \(growth) times longer")
  }

  /// The pre-tokenizer of a list of steps; `nil` for an empty list.
  /// - Parameter takesBytes: whether the model takes bytes, so that the last step need not write them as letters.
  static func preTokenizer(_ steps: [any PreTokenizer], takesBytes: Bool) -> (any PreTokenizer)? {
    var steps = steps
    if takesBytes, var last = steps.last as? ByteLevel {
      last.writesLetters = false
      steps[steps.count - 1] = last
    }
    return steps.count > 1 ? PreTokenizerSequence(steps: steps) : steps.first
  }

  /// The type of a component; the error for a missing type names the section.
  static func type(_ value: JSONValue, section: String, file: String) throws(TokenizerError) -> String {
    guard let type = value["type"]?.string else {
      throw .unsupportedComponent(file: file, section: section, type: "unnamed")
    }
    return type
  }

  /// A boolean field, which is required where there is no default.
  static func flag(
    _ value: JSONValue, _ name: String, _ section: String, default: Bool? = nil, file: String
  ) throws(TokenizerError) -> Bool {
    if let flag = value[name]?.bool { return flag }
    if value[name] == nil, let `default` { return `default` }
    throw .invalidField(file: file, field: "\(section).\(name)", reason: "true or false was expected")
  }

  static func truncation(_ value: JSONValue?, file: String) throws(TokenizerError) -> EncodingOptions? {
    guard let value else { return nil }
    guard let length = value["max_length"]?.integer, length >= 0 else {
      throw .invalidField(file: file, field: "truncation.max_length", reason: "a length was expected")
    }
    var options = EncodingOptions(maxLength: length, stride: max(0, value["stride"]?.integer ?? 0))
    if let name = value["strategy"]?.string {
      guard let strategy = EncodingOptions.TruncationStrategy(rawValue: name) else {
        throw .invalidField(file: file, field: "truncation.strategy", reason: "\"\(name)\" is not known")
      }
      options.strategy = strategy
    }
    options.truncationSide = try side(value, "truncation", file: file)
    return options
  }

  static func padding(_ value: JSONValue?, file: String) throws(TokenizerError) -> PaddingOptions? {
    guard let value else { return nil }
    guard let id = value["pad_id"]?.integer, id >= 0, id <= Vocabulary.greatestID else {
      throw .invalidField(file: file, field: "padding.pad_id", reason: "an id was expected")
    }
    return PaddingOptions(
      length: try length(value["strategy"]?["Fixed"], "padding.strategy.Fixed", file: file),
      side: try side(value, "padding", file: file),
      multiple: try length(value["pad_to_multiple_of"], "padding.pad_to_multiple_of", file: file), id: Int32(id),
      typeID: Int32(truncatingIfNeeded: value["pad_type_id"]?.integer ?? 0))
  }

  /// A length for padding, if there is one; at most the greatest id, which no real file exceeds.
  private static func length(_ value: JSONValue?, _ field: String, file: String) throws(TokenizerError) -> Int? {
    guard let value else { return nil }
    guard let length = value.integer, length >= 0, length <= Vocabulary.greatestID else {
      throw .invalidField(file: file, field: field, reason: "a length was expected")
    }
    return length
  }

  private static func side(
    _ value: JSONValue, _ section: String, file: String
  ) throws(TokenizerError) -> EncodingOptions.Side {
    guard let name = value["direction"]?.string else { return .right }
    guard let side = EncodingOptions.Side(rawValue: name) else {
      throw .invalidField(file: file, field: "\(section).direction", reason: "\"\(name)\" is not known")
    }
    return side
  }
}
