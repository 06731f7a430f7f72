extension TokenizerLoader {
  /// Settings from `tokenizer.json`. Every component that is not BERT's is refused by name.
  static func settings(
    _ document: JSONValue, names: SpecialTokenNames, file: String
  ) throws(TokenizerError) -> WordPieceSettings {
    guard document.members != nil else {
      throw .invalidField(file: file, field: "the document", reason: "an object was expected")
    }
    var settings = try model(document["model"], file: file)
    settings.normalizer = try normalizer(document["normalizer"], file: file)
    try requireType("BertPreTokenizer", of: document["pre_tokenizer"], section: "pre_tokenizer", file: file)
    if let added = document["added_tokens"] {
      guard let elements = added.elements else {
        throw .invalidField(file: file, field: "added_tokens", reason: "a list was expected")
      }
      for element in elements {
        guard let id = element["id"]?.integer else {
          throw .invalidField(file: file, field: "added_tokens", reason: "\"id\" is missing or no whole number")
        }
        settings.addedTokens.append(try addedToken(element, id: id, file: file))
      }
      try check(settings.addedTokens, against: settings.entries, file: file)
    }
    settings.template = try template(document["post_processor"], file: file)
    settings.declaredMaxLength = try truncationLength(document["truncation"], file: file)
    settings.padID = try padID(document["padding"], settings, names: names, file: file)
    return settings
  }

  static func requireType(
    _ type: String, of value: JSONValue?, section: String, file: String
  ) throws(TokenizerError) {
    guard let value else { throw .unsupportedComponent(file: file, section: section, type: "null") }
    let found = value["type"]?.string ?? "unnamed"
    guard found.utf8.elementsEqual(type.utf8) else {
      throw .unsupportedComponent(file: file, section: section, type: found)
    }
  }

  private static func model(_ model: JSONValue?, file: String) throws(TokenizerError) -> WordPieceSettings {
    try requireType("WordPiece", of: model, section: "model", file: file)
    guard let members = model?["vocab"]?.members else {
      throw .invalidField(file: file, field: "model.vocab", reason: "an object was expected")
    }
    guard !members.isEmpty else { throw .emptyVocabulary(file: file) }
    var settings = WordPieceSettings(entries: [])
    settings.entries.reserveCapacity(members.count)
    for (spelling, value) in members {
      guard let id = value.integer else {
        throw .invalidField(
          file: file, field: "model.vocab",
          reason: "the id of \"\(String(decoding: spelling, as: UTF8.self))\" is not a whole number")
      }
      settings.entries.append((spelling, id))
    }
    settings.unknownToken = model?["unk_token"]?.string ?? settings.unknownToken
    settings.continuationPrefix = model?["continuing_subword_prefix"]?.string ?? settings.continuationPrefix
    if let value = model?["max_input_chars_per_word"] {
      guard let longest = value.integer, longest > 0 else {
        throw .invalidField(file: file, field: "model.max_input_chars_per_word", reason: "must be 1 or more")
      }
      settings.longestWord = longest
    }
    return settings
  }

  private static func normalizer(_ value: JSONValue?, file: String) throws(TokenizerError) -> BertNormalizer {
    guard let value else {
      return BertNormalizer(cleanText: false, handleChineseChars: false, stripAccents: false, lowercase: false)
    }
    try requireType("BertNormalizer", of: value, section: "normalizer", file: file)
    func flag(_ name: StaticString) throws(TokenizerError) -> Bool {
      guard let flag = value[name]?.bool else {
        throw .invalidField(file: file, field: "normalizer.\(name)", reason: "true or false was expected")
      }
      return flag
    }
    var stripAccents: Bool?
    if value["strip_accents"] != nil { stripAccents = try flag("strip_accents") }
    return BertNormalizer(
      cleanText: try flag("clean_text"), handleChineseChars: try flag("handle_chinese_chars"),
      stripAccents: stripAccents, lowercase: try flag("lowercase"))
  }

  /// The `truncation` section is checked and its length reported; `EncodingOptions` decide what is done.
  private static func truncationLength(_ value: JSONValue?, file: String) throws(TokenizerError) -> Int? {
    guard let value else { return nil }
    guard let length = value["max_length"]?.integer, length >= 0 else {
      throw .invalidField(file: file, field: "truncation.max_length", reason: "a length was expected")
    }
    return length
  }

  private static func padID(
    _ padding: JSONValue?, _ settings: WordPieceSettings, names: SpecialTokenNames, file: String
  ) throws(TokenizerError) -> Int32 {
    if let padding {
      guard let id = padding["pad_id"]?.integer, id >= 0, id <= Vocabulary.greatestID else {
        throw .invalidField(file: file, field: "padding.pad_id", reason: "an id was expected")
      }
      return Int32(id)
    }
    let spelling = Array(names.pad.utf8)
    if let token = settings.addedTokens.first(where: { Array($0.content.utf8) == spelling }) { return token.id }
    guard let entry = settings.entries.first(where: { $0.spelling == spelling }),
      let id = Int32(exactly: entry.id)
    else { throw .missingSpecialToken(file: file, role: "padding", token: names.pad) }
    return id
  }
}
