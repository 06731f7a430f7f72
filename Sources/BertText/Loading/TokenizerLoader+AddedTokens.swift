import BertStorage

extension TokenizerLoader {
  /// One added token in the form of `tokenizer.json` and `tokenizer_config.json`.
  static func addedToken(_ value: JSONValue, id: Int, file: String) throws(TokenizerError) -> AddedToken {
    guard let content = value["content"]?.string else {
      throw .invalidField(file: file, field: "added token \(id)", reason: "\"content\" is missing")
    }
    guard id >= 0, id <= Vocabulary.greatestID else { throw .idOutOfRange(file: file, token: content, id: id) }
    let special = value["special"]?.bool ?? false
    return AddedToken(
      content: content, id: Int32(id), singleWord: value["single_word"]?.bool ?? false,
      leftStrip: value["lstrip"]?.bool ?? false, rightStrip: value["rstrip"]?.bool ?? false,
      normalized: value["normalized"]?.bool ?? !special, special: special)
  }

  /// The `added_tokens` of `tokenizer.json`, in its order.
  static func addedTokens(_ value: JSONValue?, file: String) throws(TokenizerError) -> [AddedToken] {
    guard let value else { return [] }
    guard let elements = value.elements else {
      throw .invalidField(file: file, field: "added_tokens", reason: "a list was expected")
    }
    var tokens: [AddedToken] = []
    for element in elements {
      guard let id = element["id"]?.integer else {
        throw .invalidField(file: file, field: "added_tokens", reason: "\"id\" is missing or not a whole number")
      }
      tokens.append(try addedToken(element, id: id, file: file))
    }
    return tokens
  }

  /// Warnings about tokens whose declared ids are not the ids that they get: the vocabulary's, or else the next free
  /// ones.
  static func warnings(_ declared: [AddedToken], _ table: AddedTokenTable, file: String) -> [String] {
    declared.compactMap { token in
      guard let id = table.id(of: Array(token.content.utf8)), id != token.id else { return nil }
      return "\(file): added token \"\(token.content)\" declares id \(token.id), but its id is \(id)"
    }
  }
}
