extension TokenizerLoader {
  /// A byte-level tokenizer from `vocab.json` and `merges.txt`: GPT-2's, or RoBERTa's where the configuration says so
  /// or the vocabulary holds `<s>` and `</s>`.
  static func byteLevel(
    vocabulary document: JSONValue, merges list: [UInt8], configuration: JSONValue?, names: SpecialTokenNames,
    file: String, mergesFile: String
  ) throws(TokenizerError) -> any Tokenizer {
    if let offset = list.firstInvalidUTF8Offset { throw .invalidUTF8(file: mergesFile, offset: offset) }
    let vocabulary = try Vocabulary(try entries(document, field: "the document", file: file), file: file)
    var merges: [(left: [UInt8], right: [UInt8])] = []
    for (index, line) in list.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if line.isEmpty || line.starts(with: "#version".utf8) { continue }
      guard let merge = merge(line: line) else {
        throw .invalidField(file: mergesFile, field: "line \(index + 1)", reason: "two spellings were expected")
      }
      merges.append(merge)
    }
    let model = try bytePairs(vocabulary, merges, BytePairModel.Settings(), isByteLevel: true, file: mergesFile)

    let className = configuration?["tokenizer_class"]?.string ?? ""
    func id(_ token: String) -> Int32? { vocabulary.id(of: Array(token.utf8)) }
    let isRoberta = className.hasPrefix("Roberta") || className.isEmpty && id("<s>") != nil && id("</s>") != nil
    let addsPrefixSpace = configuration?["add_prefix_space"]?.bool ?? false
    var added: [AddedToken] = []
    var postProcessor = PostProcessor(template: .plain)
    if isRoberta {
      var names = names
      names.useRobertaDefaults(configuration)
      guard let cls = id(names.cls) else {
        throw .missingSpecialToken(file: file, role: "classification", token: names.cls)
      }
      guard let sep = id(names.sep) else {
        throw .missingSpecialToken(file: file, role: "separator", token: names.sep)
      }
      for name in [names.cls, names.pad, names.sep, names.unknown] {
        if let id = id(name) { added.append(AddedToken(content: name, id: id)) }
      }
      if let mask = id(names.mask) { added.append(AddedToken(content: names.mask, id: mask, leftStrip: true)) }
      postProcessor = PostProcessor(
        template: .roberta(cls: (names.cls, cls), sep: (names.sep, sep)),
        trimming: [OffsetTrimming(addsPrefixSpace: addsPrefixSpace)], windowsAreOfTemplateType: true)
    } else if let end = id("<|endoftext|>") {
      added.append(AddedToken(content: "<|endoftext|>", id: end))
    }
    if let decoder = configuration?["added_tokens_decoder"] { try read(addedTokensDecoder: decoder, into: &added) }
    try check(
      added, against: vocabulary.entries.map { (spelling: Array($0.spelling), id: Int($0.id)) }, file: file)
    let steps = [ByteLevel(addsPrefixSpace: addsPrefixSpace, usesExpression: true)]
    var settings = PipelineSettings(
      pipeline: Pipeline(
        vocabulary, addedTokens: added, normalizer: nil,
        preTokenizer: preTokenizer(steps, takesBytes: model.takesBytes), model: model.subwords))
    settings.postProcessor = postProcessor
    settings.padID = id(isRoberta ? "<pad>" : names.pad) ?? 0
    return PipelineTokenizer(settings)
  }
}
