import Foundation
import Testing

/// Values of options that are empty or begin with a mark that combines with the `=` before it: taken as they are, or
/// refused; never the next word in their place.
struct EmptyValueTests {
  private func texts(_ outcome: Program.Outcome) throws -> [String] {
    struct Row: Decodable { var tokens: [String] }
    return try outcome.outputLines.map {
      try JSONDecoder().decode(Row.self, from: Data($0.utf8)).tokens.joined(separator: " ")
    }
  }

  @Test func anEmptyTextIsATextAndNotTheNextWord() throws {
    let encoder = try Fixture.encoder.get()
    for empty in [["--text="], ["--text", ""]] {
      let outcome = try Program.run(["tokenize"] + empty + ["--text", "good", "--model", encoder])
      #expect(outcome.status == 0, "\(outcome)")
      let rows = try texts(outcome)
      #expect(rows.count == 2 && rows[0] == "[CLS] [SEP]" && rows[1].contains("good"), "\(outcome)")
    }
    // The next word would be a data file, or another option's value.
    let next = try Program.run(["tokenize", "--text=", "nosuch.csv", "--model", encoder])
    #expect(next.status == 66 && next.errors.contains("nosuch.csv"), "\(next)")
  }

  /// U+0301, a variation selector, a zero-width joiner, a spacing mark.
  @Test(arguments: ["\u{301}x", "\u{FE0F}x", "\u{200D}x", "\u{903}x"])
  func aValueMayBeginWithAMark(_ value: String) throws {
    let encoder = try Fixture.encoder.get()
    let joined = try Program.run(["tokenize", "--text=" + value, "--model=" + encoder])
    let apart = try Program.run(["tokenize", "--text", value, "--model", encoder])
    #expect(joined.status == 0 && joined.output == apart.output && !joined.output.isEmpty, "\(joined)")
  }

  @Test func aValueMayBeginWithADashBehindTheSign() throws {
    let encoder = try Fixture.encoder.get()
    let joined = try Program.run(["tokenize", "--text=-good", "--model", encoder])
    #expect(try texts(joined).first?.contains("good") == true, "\(joined)")
    let apart = try Program.run(["tokenize", "--text", "-good", "--model", encoder])
    #expect(apart.status == 64 && apart.output.isEmpty, "\(apart)")
  }

  @Test(arguments: [
    ("--label-column=", "''"), ("--text-column=", "''"), ("--label-column=\u{301}", "\u{301}"),
    ("--labels=", "--labels"), ("--delimiter=", "--delimiter"), ("--encoding=", "--encoding"),
    ("--input-format=\u{301}", "--input-format"), ("--epochs=", "--epochs"),
  ])
  func otherOptionsRefuseWhatTheyCannotTake(_ option: String, _ word: String) throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 30), as: "data.csv")
    let outcome = try Program.run(["train", option, data, "--method", "tfidf", "--out", folder.path("out")])
    #expect(outcome.status == 64 && outcome.errors.contains(word), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }

  /// A flag takes no value: none is made of what stands behind it. Behind `--` all are words.
  @Test func flagsAndWordsStayAsTheyAre() throws {
    let encoder = try Fixture.encoder.get()
    let flag = try Program.run(["tokenize", "--no-special-tokens=\u{301}", "--text", "x", "--model", encoder])
    #expect(flag.status == 64, "\(flag)")
    let words = try Program.run(["tokenize", "--model", encoder, "--", "--text="])
    #expect(words.status == 66 && words.errors.contains("--text="), "\(words)")
  }
}
