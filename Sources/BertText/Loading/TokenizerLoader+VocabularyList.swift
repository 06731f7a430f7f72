extension TokenizerLoader {
  /// BERT's pipeline around a vocabulary: `[CLS]` and `[SEP]` around texts, and the special tokens found in raw text.
  static func bertSettings(
    entries: [(spelling: [UInt8], id: Int)], names: SpecialTokenNames, normalizer: BertNormalizer, file: String
  ) throws(TokenizerError) -> WordPieceSettings {
    guard !entries.isEmpty else { throw .emptyVocabulary(file: file) }
    func find(_ token: String) -> Int32? {
      let spelling = Array(token.utf8)
      return entries.first { $0.spelling == spelling }.map { Int32(truncatingIfNeeded: $0.id) }
    }
    func require(_ token: String, _ role: String) throws(TokenizerError) -> Int32 {
      guard let id = find(token) else { throw .missingSpecialToken(file: file, role: role, token: token) }
      return id
    }
    var settings = WordPieceSettings(entries: entries, unknownToken: names.unknown, normalizer: normalizer)
    let unknown = try require(names.unknown, "unknown")
    let pad = try require(names.pad, "padding")
    let cls = try require(names.cls, "classification")
    let sep = try require(names.sep, "separator")
    settings.padID = pad
    settings.addedTokens = [
      AddedToken(content: names.pad, id: pad), AddedToken(content: names.unknown, id: unknown),
      AddedToken(content: names.cls, id: cls), AddedToken(content: names.sep, id: sep),
    ]
    if let mask = find(names.mask) { settings.addedTokens.append(AddedToken(content: names.mask, id: mask)) }
    settings.postProcessor = PostProcessor(template: .bert(cls: (names.cls, cls), sep: (names.sep, sep)))
    return settings
  }

  /// Settings from `vocab.txt`, one spelling a line in order of ids, and `tokenizer_config.json` where there is one.
  static func settings(
    vocabularyList bytes: [UInt8], configuration: JSONValue?, names: SpecialTokenNames, file: String
  ) throws(TokenizerError) -> WordPieceSettings {
    if let offset = bytes.firstInvalidUTF8Offset { throw .invalidUTF8(file: file, offset: offset) }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    let entries = lines.enumerated().map { index, line in
      (spelling: Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line), id: index)
    }
    var normalizer = BertNormalizer()
    if let configuration {
      normalizer.lowercase = configuration["do_lower_case"]?.bool ?? true
      normalizer.handleChineseChars = configuration["tokenize_chinese_chars"]?.bool ?? true
      normalizer.stripAccents = configuration["strip_accents"]?.bool
    }
    var settings = try bertSettings(entries: entries, names: names, normalizer: normalizer, file: file)
    if let added = configuration?["added_tokens_decoder"] {
      try read(addedTokensDecoder: added, into: &settings.addedTokens)
      try check(settings.addedTokens, against: settings.entries, file: "tokenizer_config.json")
    }
    return settings
  }

  /// `added_tokens_decoder` of `tokenizer_config.json`: an object from ids to tokens.
  static func read(
    addedTokensDecoder: JSONValue, into tokens: inout [AddedToken]
  ) throws(TokenizerError) {
    let file = "tokenizer_config.json"
    guard let members = addedTokensDecoder.members else {
      throw .invalidField(file: file, field: "added_tokens_decoder", reason: "an object was expected")
    }
    // Where each spelling stands. Swift's strings would take canonically equivalent ones for the same.
    var places: [[UInt8]: Int] = [:]
    for (place, token) in tokens.enumerated() { places[Array(token.content.utf8)] = place }
    for (key, value) in members {
      guard let id = Int(String(decoding: key, as: UTF8.self)) else {
        throw .invalidField(file: file, field: "added_tokens_decoder", reason: "a key is not an id")
      }
      let token = try addedToken(value, id: id, file: file)
      if let place = places[Array(token.content.utf8)] {
        tokens[place] = token
      } else {
        places[Array(token.content.utf8)] = tokens.count
        tokens.append(token)
      }
    }
  }
}
