extension Vocabulary {
  /// The entries without duplicates: of equal spellings the last one counts.
  /// - Parameters:
  ///   - entries: spellings and ids.
  ///   - file: the file's name, for warnings and errors.
  ///   - warnings: gets lines about spellings that have several ids.
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
