import Foundation
import Testing
import _TestSupport

/// `bertft tokenizer`: training gives what Hugging Face's libraries read with the same ids, and verifying says so.
struct TokenizerTests {
  private func corpus(_ folder: Folder) throws -> String {
    let words = ["good", "better", "best", "bad", "worse", "Worst", "café", "naïve", "unbelievable", "believed", "数学"]
    let lines = (0..<400).map { row in
      (0..<9).map { words[(row * 7 + $0 * $0 * 3 + row / 11) % words.count] }.joined(separator: " ") + "."
    }
    return try folder.write(lines.joined(separator: "\n") + "\n", as: "corpus.txt")
  }

  @Test(.enabled(if: Oracle.isAvailable), arguments: [["wordpiece", "--lowercase"], ["wordpiece"], ["unigram"]])
  func trainedVocabulariesAgreeWithTheReference(options: [String]) throws {
    let folder = try Folder()
    let corpus = try corpus(folder)
    let out = folder.path("vocabulary")
    let trained = try Program.run(
      ["tokenizer", "train", corpus, "--vocab-size", "60", "--out", out, "--quiet", "--type"] + options)
    #expect(trained.status == 0 && trained.output == out + "\n", "\(trained)")
    // The same corpus gives the same bytes.
    let again = folder.path("again")
    _ = try Program.run(
      ["tokenizer", "train", corpus, "--vocab-size", "60", "--out", again, "--quiet", "--type"] + options)
    let file = try Data(contentsOf: URL(fileURLWithPath: out + "/tokenizer.json"))
    #expect(try file == Data(contentsOf: URL(fileURLWithPath: again + "/tokenizer.json")))

    let golden = try folder.write(
      Oracle.run(
        script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/tokenizer_ids.py"), arguments: [out, corpus]),
      as: "golden.jsonl")
    let verified = try Program.run(["tokenizer", "verify", out, corpus, golden, "--json"])
    #expect(verified.status == 0, "\(verified)")
    #expect(verified.output == "{\"texts\":400,\"identical\":400,\"share\":1.0,\"first_difference\":null}\n")
  }

  @Test func aDifferenceIsCountedAndEndsWith65() throws {
    let folder = try Folder()
    let corpus = try corpus(folder)
    let out = folder.path("vocabulary")
    _ = try Program.run(["tokenizer", "train", corpus, "--vocab-size", "60", "--out", out, "--quiet"])
    var lines = try Program.run(["tokenize", corpus, "--model", out]).outputLines
    #expect(lines.count == 400)
    lines[6] = "{\"ids\":[2,3]}"
    lines[9] = "{\"ids\":[]}"
    let golden = try folder.write(lines.joined(separator: "\n") + "\n", as: "golden.jsonl")
    let differing = try Program.run(["tokenizer", "verify", out, corpus, golden])
    #expect(differing.status == 65 && differing.errors.isEmpty, "\(differing)")
    #expect(differing.output == "398 of 400 texts identical (99.5 %); the first that differs is text 7\n")

    let short = try folder.write(lines.prefix(10).joined(separator: "\n"), as: "short.jsonl")
    let tooShort = try Program.run(["tokenizer", "verify", out, corpus, short])
    #expect(tooShort.status == 65 && tooShort.errors.contains("10 lines"), "\(tooShort)")
    let broken = try folder.write((["{\"ids\":7}"] + lines.dropFirst()).joined(separator: "\n"), as: "broken.jsonl")
    let notIDs = try Program.run(["tokenizer", "verify", out, corpus, broken])
    #expect(notIDs.status == 65 && notIDs.errors.contains("broken.jsonl:1"), "\(notIDs)")
    #expect(try Program.run(["tokenizer", "verify", out, corpus, folder.path("none")]).status == 66)
    #expect(try Program.run(["tokenizer", "train", corpus, "--out", out, "--vocab-size", "2"]).status == 64)
  }
}
