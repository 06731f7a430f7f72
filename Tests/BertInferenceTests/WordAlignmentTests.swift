import BertInference
import Testing
import _TestSupport

/// Which word a token belongs to, against transformers' `word_ids` and run_ner.py, by Scripts/golden/word_alignment.py.
struct WordAlignmentTests {
  private struct Figures: Decodable {
    let rows: [Row]
  }
  private struct Row: Decodable {
    let tokenizer: String
    let words: [String]
    let offsets: [[Int]]
    let special: [Int]
    let word_ids: [Int?]
    let targets: [Int]
  }

  @Test("Tokens of words, and what they are to learn, for tokenizers of all families")
  func alignment() throws {
    let golden = try Golden.load(Figures.self, "word_alignment.json", target: "BertInferenceTests")
    #expect(Set(golden.rows.map(\.tokenizer)).count == 6)
    for row in golden.rows {
      var next = 0
      let words = row.words.map { word in
        defer { next += word.unicodeScalars.count + 1 }
        return next..<next + word.unicodeScalars.count
      }
      let alignment = WordAlignment(
        words: words, offsets: row.offsets.map { $0[0]..<$0[1] }, isSpecial: row.special.map { $0 == 1 },
        in: Array(row.words.joined(separator: " ").unicodeScalars))
      #expect(alignment.wordOfToken == row.word_ids, "\(row.tokenizer) \(row.words)")
      let targets = alignment.targets(Array(row.words.indices)).map { $0 ?? -100 }
      #expect(targets == row.targets, "\(row.tokenizer) \(row.words)")
    }
  }
}
