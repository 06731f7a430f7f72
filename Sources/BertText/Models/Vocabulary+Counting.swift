extension Vocabulary {
  /// The entries that count: of equal spellings the last.
  /// - Parameter warnings: takes a line where entries were left out.
  /// - Throws: `vocabularyTooComplex`.
  static func counting(
    _ entries: [(spelling: [UInt8], id: Int)], file: String, warnings: inout [String]
  ) throws(TokenizerError) -> [(spelling: [UInt8], id: Int)] {
    var table = try SpellingTable(for: entries, file: file)
    var findings = VocabularyFindings()
    for (index, entry) in entries.enumerated() {
      guard let former = table.set(entry.spelling, id: Int32(index)) else { continue }
      findings.noteRepeated(entry.spelling, from: entries[Int(former)].id, to: entry.id)
    }
    guard table.words.count < entries.count else { return entries }
    warnings += findings.warnings(file: file)
    return table.words.map { Int($0.id) }.sorted().map { entries[$0] }
  }
}
