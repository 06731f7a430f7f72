extension TokenizerLoader {
  /// The settings of BERT's pipeline for a vocabulary: `[CLS]` and `[SEP]` around texts, and special tokens that are
  /// matched in the raw text.
  /// - Throws: `emptyVocabulary`, `missingSpecialToken`.
  static func bertSettings(
    entries: [(spelling: [UInt8], id: Int)], names: SpecialTokenNames, normalizer: BertNormalizer, file: String
  ) throws(TokenizerError) -> WordPieceSettings {
    guard !entries.isEmpty else { throw .emptyVocabulary(file: file) }
    func find(_ token: String) -> Int32? {
      let spelling = Array(token.utf8)
      return entries.last { $0.spelling == spelling }.map { Int32(truncatingIfNeeded: $0.id) }
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

  /// The entries of `vocab.txt` as in the reference: each line ends at a line feed and takes the next id, even a blank
  /// one, and white space at its end is removed.
  ///
  /// A byte order mark at the start is dropped. In the reference it becomes a part of the first spelling, so that this
  /// word is never found.
  /// - Throws: `invalidUTF8`.
  static func entries(
    vocabularyList bytes: [UInt8], file: String, warnings: inout [String]
  ) throws(TokenizerError) -> [(spelling: [UInt8], id: Int)] {
    if let offset = bytes.firstInvalidUTF8Offset { throw .invalidUTF8(file: file, offset: offset) }
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      bytes = bytes.dropFirst(3)
      warnings.append("\(file): a byte order mark before the first word is left out")
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    var blank: (count: Int, first: Int) = (0, 0)
    let entries = lines.enumerated().map { index, line in
      let spelling = trimmed(line)
      if spelling.isEmpty { blank = (blank.count + 1, blank.count == 0 ? index + 1 : blank.first) }
      return (spelling: Array(spelling), id: index)
    }
    if blank.count > 0 {
      let lines =
        blank.count == 1 ? "line \(blank.first) is blank and takes" : "\(blank.count) lines are blank and take"
      warnings.append("\(file): \(lines) an id\(blank.count == 1 ? "" : " each, the first at line \(blank.first)")")
    }
    return entries
  }

  /// A line without the white space at its end.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let count = line.withUnsafeBufferPointer { line in
      var end = line.count
      while end > 0 {
        let previous = UTF8Scan.indexBefore(end, in: line)
        guard ReferenceUnicode.isWhitespace(UTF8Scan.scalar(line, at: previous).scalar) else { break }
        end = previous
      }
      return end
    }
    return line.prefix(count)
  }
}
