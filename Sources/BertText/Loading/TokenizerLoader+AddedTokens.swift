extension TokenizerLoader {
  /// One added token as `tokenizer.json` and `tokenizer_config.json` write it.
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

  /// An added token may stand in the vocabulary too; then both must say the same id. No id may serve two spellings.
  static func check(
    _ tokens: [AddedToken], against entries: [(spelling: [UInt8], id: Int)], file: String
  ) throws(TokenizerError) {
    guard !tokens.isEmpty else { return }
    var spellings: [[UInt8]: Int] = [:]
    var ids: [Int: [UInt8]] = [:]
    for token in tokens {
      let spelling = Array(token.content.utf8)
      let id = Int(token.id)
      if let known = spellings.updateValue(id, forKey: spelling), known != id {
        throw .addedTokenMismatch(file: file, token: token.content, declared: id, vocabulary: known)
      }
      if let other = ids.updateValue(spelling, forKey: id), other != spelling { throw .duplicateID(file: file, id: id) }
    }
    for entry in entries {
      if let declared = spellings[entry.spelling], declared != entry.id {
        throw .addedTokenMismatch(
          file: file, token: String(decoding: entry.spelling, as: UTF8.self), declared: declared, vocabulary: entry.id)
      }
      if let other = ids[entry.id], other != entry.spelling { throw .duplicateID(file: file, id: entry.id) }
    }
  }
}
