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

  /// The entries of `vocab.txt`, one spelling a line in order of ids.
  static func entries(
    vocabularyList bytes: [UInt8], file: String
  ) throws(TokenizerError) -> [(spelling: [UInt8], id: Int)] {
    if let offset = bytes.firstInvalidUTF8Offset { throw .invalidUTF8(file: file, offset: offset) }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.enumerated().map { index, line in
      (spelling: Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line), id: index)
    }
  }
}
