extension TokenizerLoader {
  /// How many times longer a normalizer may make a text: room for all that is honest (SentencePiece's own map makes up to
  /// 33 bytes of a scalar, T5's and Llama's steps double a text), and a bound on what a text may cost.
  private static let greatestGrowth = 4096

  /// A tokenizer from `tokenizer.json`. A component that is not known is refused by name.
  static func tokenizer(
    _ document: JSONValue, names: SpecialTokenNames, file: String
  ) throws(TokenizerError) -> any Tokenizer {
    guard document.members != nil else {
      throw .invalidField(file: file, field: "the document", reason: "an object was expected")
    }
    let normalizer = try normalizer(document["normalizer"], file: file)
    if let growth = normalizer?.greatestGrowth, growth > greatestGrowth {
      throw .invalidField(file: file, field: "normalizer", reason: "it may make a text \(growth) times longer")
    }
    let steps = try preTokenizers(document["pre_tokenizer"], file: file)
    let postProcessor = try postProcessor(document["post_processor"], file: file)
    let addedTokens = try addedTokens(document["added_tokens"], file: file)
    let truncation = try truncation(document["truncation"], file: file)
    let padding = try padding(document["padding"], file: file)

    let isBert = document["pre_tokenizer"]?["type"]?.bytes == Array("BertPreTokenizer".utf8)
    if isBert, try modelType(document["model"], file: file) == "WordPiece",
      normalizer == nil || normalizer is BertNormalizer
    {
      // BERT's own pipeline has a way of its own through a text, which reads it once.
      var settings = try wordPiece(document["model"], file: file)
      settings.normalizer = normalizer as? BertNormalizer ?? .none
      settings.addedTokens = addedTokens
      try check(addedTokens, against: settings.entries, file: file)
      settings.postProcessor = postProcessor
      settings.declaredTruncation = truncation
      settings.declaredPadding = padding
      guard
        let padID = padding?.id
          ?? padID(names: names, addedTokens, { spelling in settings.entries.first { $0.spelling == spelling }?.id })
      else { throw .missingSpecialToken(file: file, role: "padding", token: names.pad) }
      settings.padID = padID
      return try WordPieceTokenizer(settings, file: file)
    }

    let model = try model(document["model"], isByteLevel: steps.last is ByteLevel, file: file)
    try check(
      addedTokens, against: model.vocabulary.entries.map { (spelling: Array($0.spelling), id: Int($0.id)) }, file: file)
    let preTokenizer = preTokenizer(steps, takesBytes: model.takesBytes)
    var settings = PipelineSettings(
      pipeline: Pipeline(
        model.vocabulary, addedTokens: addedTokens, normalizer: normalizer, preTokenizer: preTokenizer,
        model: model.subwords))
    settings.postProcessor = postProcessor
    settings.declaredTruncation = truncation
    settings.declaredPadding = padding
    settings.padID =
      padding?.id ?? padID(names: names, addedTokens, { model.vocabulary.id(of: $0).map(Int.init) })
      ?? model.subwords.unknownID ?? 0
    return PipelineTokenizer(settings)
  }

  /// One step, or none, of a list of steps.
  static func preTokenizer(_ steps: [any PreTokenizer], takesBytes: Bool) -> (any PreTokenizer)? {
    var steps = steps
    if takesBytes, var last = steps.last as? ByteLevel {
      last.writesLetters = false
      steps[steps.count - 1] = last
    }
    return steps.count > 1 ? PreTokenizerSequence(steps: steps) : steps.first
  }

  /// The name of a component; the error names its section where there is none.
  static func type(_ value: JSONValue, section: String, file: String) throws(TokenizerError) -> String {
    guard let type = value["type"]?.string else {
      throw .unsupportedComponent(file: file, section: section, type: "unnamed")
    }
    return type
  }

  /// A boolean field. Without a default it must be there.
  static func flag(
    _ value: JSONValue, _ name: StaticString, _ section: String, default: Bool? = nil, file: String
  ) throws(TokenizerError) -> Bool {
    if let flag = value[name]?.bool { return flag }
    if value[name] == nil, let `default` { return `default` }
    throw .invalidField(file: file, field: "\(section).\(name)", reason: "true or false was expected")
  }

  private static func addedTokens(_ value: JSONValue?, file: String) throws(TokenizerError) -> [AddedToken] {
    guard let value else { return [] }
    guard let elements = value.elements else {
      throw .invalidField(file: file, field: "added_tokens", reason: "a list was expected")
    }
    var tokens: [AddedToken] = []
    for element in elements {
      guard let id = element["id"]?.integer else {
        throw .invalidField(file: file, field: "added_tokens", reason: "\"id\" is missing or no whole number")
      }
      tokens.append(try addedToken(element, id: id, file: file))
    }
    return tokens
  }

  private static func truncation(_ value: JSONValue?, file: String) throws(TokenizerError) -> EncodingOptions? {
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

  private static func padding(_ value: JSONValue?, file: String) throws(TokenizerError) -> PaddingOptions? {
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

  /// A length to pad to, if there is one: as many tokens as a vocabulary may have are surely enough.
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

  private static func padID(
    names: SpecialTokenNames, _ addedTokens: [AddedToken], _ find: ([UInt8]) -> Int?
  ) -> Int32? {
    let spelling = Array(names.pad.utf8)
    if let token = addedTokens.first(where: { Array($0.content.utf8) == spelling }) { return token.id }
    return find(spelling).flatMap { Int32(exactly: $0) }
  }
}
