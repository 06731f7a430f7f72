import BertBaselines
import BertData
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Versions of texts against a program of its own with the same draws: `Scripts/golden/text_versions.py`.
@Suite struct TextVersionTests {
  private struct Figures: Decodable {
    let neighbours: [String: [String]]
    let cases: [Case]
  }

  private struct Case: Decodable {
    let text: String
    let seed: UInt64
    let eda: [String]
    let plain: [String]
    let noise: [String]
  }

  @Test func versionsAreTheRecipes() throws {
    let golden = try Golden.load(Figures.self, "text-versions.json", target: "BertTuningTests")
    for item in golden.cases {
      func versions(_ augmenter: TextAugmenter, _ count: Int) -> [String] {
        var generator = SeededGenerator(seed: item.seed)
        return augmenter.versions(of: item.text, count: count, &generator)
      }
      #expect(versions(TextAugmenter(.eda, neighbours: golden.neighbours), 6) == item.eda, "\(item.text)")
      #expect(versions(TextAugmenter(.eda, neighbours: nil), 3) == item.plain, "\(item.text)")
      #expect(versions(TextAugmenter(.noise, neighbours: nil), 6) == item.noise, "\(item.text)")
    }
  }

  @Test(
    arguments: [
      "", " ", "one", "It works. It is fine!", "a  b\tc\n", "@you (and) \"me\" https://x.org/y a_b c--d e’f …",
      "日本語 の 文",
      "I’m here. iPhone", "I am here. ABC is.", "É um teste. À noite!", "👍 good 👍🏽 phone",
    ])
  func cutTextsAreTheSame(_ text: String) { #expect(WordText(text).text == text) }

  /// Swaps leave the letters of a text as they were but for capitals, deletions take letters away, and no version is empty.
  @Test func versionsKeepToTheWords() throws {
    var generator = SeededGenerator(seed: 5)
    let augmenter = TextAugmenter(.eda, neighbours: nil)
    for example in TinyModel.examples(60, words: 12) {
      for version in augmenter.versions(of: example.text, count: 2, &generator) {
        let before = example.text.split(separator: " ").map { $0.lowercased() }
        let after = version.split(separator: " ").map { $0.lowercased() }
        #expect(!after.isEmpty && Set(after).isSubset(of: Set(before)) && after.count <= before.count)
      }
    }
  }

  /// The five nearest that are words and no other form of the word; the 150 words that begin the table neither have nor are any.
  @Test func neighboursAreTheNearestWords() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var lines = ""
    for number in 0..<149 { lines += "filler\(number) 0 0 1\n" }
    lines += "not 1 0 0\n"
    let angles: [(String, Double)] = [
      ("Good", 0), ("good", 0), ("great", 0.1), ("nice", 0.2), ("g00d", 0.05), ("fine", 0.3), ("fair", 0.4),
      ("solid", 0.5),
      ("splendid", 0.6), ("bad", 3),
    ]
    for (word, angle) in angles { lines += "\(word) \(cos(angle)) \(sin(angle)) 0\n" }
    let text = tiny.root.appendingPathComponent("vectors.txt"), native = tiny.root.appendingPathComponent("native")
    try Data(lines.utf8).write(to: text)
    try WordVectorFile.convert(text, to: native)
    let found = try WordNeighbours.find(
      in: ["A good phone.", "It is NOT bad", "good filler1"], WordVectorTable(contentsOf: native),
      isCancelled: { false })
    // Nearer to bad than any word are those without a part.
    #expect(Set(found.keys) == ["good"])
    #expect(found["good"] == ["great", "nice", "fine", "fair", "solid"])
    #expect(throws: TuningError.self) {
      try WordNeighbours.find(in: ["good"], WordVectorTable(contentsOf: native), isCancelled: { true })
    }
  }

  @Test func whatIsAskedForIsRead() throws {
    #expect(try TextAugmentation(parsing: "eda") == TextAugmentation(.eda))
    #expect(try TextAugmentation(parsing: "noise:3") == TextAugmentation(.noise, copies: 3))
    for text in ["", "eda:", "eda:x", "eda:1:2", "back-translation", "EDA"] {
      #expect(throws: TuningError.self) { try TextAugmentation(parsing: text) }
    }
  }
}
