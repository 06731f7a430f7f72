import Foundation
import Testing

/// `bertft adapt --objective contrastive`: what is written and said, that others read it, and what is refused.
struct ContrastiveTests {
  private static let words = ["good", "awful", "cable", "great", "poor", "page", "lovely", "broken"]

  /// A table of rows that name a word and the next.
  private static func table(_ rows: Int, _ more: (Int) -> String = { _ in "" }) -> String {
    (0..<rows).map { row in
      let word = words[row % words.count], next = words[(row + 1) % words.count]
      return "it is \(word) \(row / 8) very,\(next) and box \(row / 8)\(more(row))\n"
    }.joined()
  }

  private func arguments(_ pairs: String, _ out: String) throws -> [String] {
    [
      "adapt", pairs, "--objective", "contrastive", "--model", try Fixture.encoder.get(), "--out", out, "--offline",
      "--epochs", "2", "--batch-size", "8", "--learning-rate", "2e-3", "--threads", "1",
    ]
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func anEncoderIsWrittenThatEmbedAndSearchTake() throws {
    let folder = try Folder(), out = folder.path("out")
    let pairs = try folder.write("anchor,positive\n" + Self.table(60), as: "pairs.csv")
    let told = try Program.run(
      try arguments(pairs, out) + ["--validation", "0.25", "--hard-negatives", "1", "--matryoshka", "32, 16"])
    #expect(told.status == 0, "\(told)")
    for words in [
      "vectors     mean, since", "among all texts of a batch of 8 rows", "1 hard negative found",
      "of 32, 16 dimensions",
      "nDCG@10",
    ] {
      #expect(told.errors.contains(words), "\(words): \(told)")
    }
    #expect(told.output.contains("recall@10") && told.output.contains("Next: bertft embed"), "\(told)")
    let record = try object(String(contentsOfFile: out + "/adapt.json", encoding: .utf8))
    #expect(record["objective"] as? String == "contrastive" && record["dimensions"] as? [Int] == [32, 16])
    let after = try #require((record["after"] as? [String: Any])?["retrieval"] as? [String: Any])
    #expect(after["ndcg_at_10"] is Double && after["texts"] as? Int == 60)
    let vectors = folder.path("v.npy")
    let embedded = try Program.run(
      [
        "embed", pairs, "--text-column", "positive", "--model", out, "--out", vectors, "--dimensions", "16",
        "--offline",
      ])
    #expect(embedded.status == 0, "\(embedded)")
    let found = try Program.run(["search", vectors, "it is good 3 very", "-k", "1", "--offline"])
    #expect(found.status == 0 && found.output.contains("\"rank\":1"), "\(found)")
  }

  @Test func theColumnsSayWhatIsLearnt() throws {
    let folder = try Folder()
    let lines = (0..<40).map { row in
      #"{"q":"it is \#(Self.words[row % 8])","a":"\#(Self.words[(row + 1) % 8]) box"\#(row % 2 == 0 ? #","negative_1":"poor page","negative_2":null"# : "")}"#
    }
    let triplets = try folder.write(lines.joined(separator: "\n") + "\n", as: "triplets.jsonl")
    let names = ["--text-column", "q", "--text-pair-column", "a", "--json", "--quiet"]
    let first = try Program.run(try arguments(triplets, folder.path("a")) + names + ["--validation", "0"])
    let report = try object(first.output)
    #expect(report["form"] as? String == "triplets" && report["before"] is NSNull, "\(first)")
    let scored = try folder.write(
      "anchor,positive,Score\n" + Self.table(40) { ",\($0 % 2 == 0 ? "0.9" : "0")" }, as: "scored.csv")
    let second = try Program.run(
      try arguments(scored, folder.path("b")) + ["--json", "--quiet", "--validation", scored])
    let told = try object(second.output)
    #expect(
      told["form"] as? String == "scored" && (told["after"] as? [String: Any])?["spearman"] is Double, "\(second)")
  }

  @Test func aRerankerRanks() throws {
    let folder = try Folder(), out = folder.path("reranker")
    let pairs = try folder.write("anchor,positive\n" + Self.table(40), as: "pairs.csv")
    let told = try Program.run(
      try arguments(pairs, out) + [
        "--objective", "reranker", "--validation", "0.25", "--hard-negatives", "2", "--epochs", "1", "--max-memory",
        "1GB",
      ])
    #expect(told.status == 0 && told.output.contains("nDCG@10"), "\(told)")
    #expect(told.output.contains("Next: bertft rank"), "\(told)")
    let texts = try folder.write("good box\nawful page\n", as: "texts.txt")
    let ranked = try Program.run(["rank", out, texts, "--query", "it is good", "-k", "1"])
    #expect(ranked.status == 0 && ranked.output.contains("\"rank\":1"), "\(ranked)")
    let json = try Program.run(
      try arguments(pairs, folder.path("second")) + [
        "--objective", "reranker", "--validation", "0", "--epochs", "1", "--json", "--quiet",
      ])
    let report = try object(json.output)
    #expect(report["training_rows"] as? Int == 200 && report["reranker"] is NSNull, "\(json)")
    let refused = try Program.run(try arguments(pairs, out + "2") + ["--objective", "reranker", "--scale", "3"])
    #expect(refused.status == 64 && refused.errors.contains("--scale"), "\(refused)")
  }

  @Test func theSeedDecidesTheBytesAndNotTheThreads() throws {
    let folder = try Folder(), pairs = try folder.write("anchor,positive\n" + Self.table(40), as: "pairs.csv")
    func weights(_ name: String, _ more: [String]) throws -> Data {
      let told = try Program.run(try arguments(pairs, folder.path(name)) + ["--epochs", "1"] + more)
      #expect(told.status == 0, "\(told)")
      return try Data(contentsOf: URL(fileURLWithPath: folder.path(name) + "/model.safetensors"))
    }
    let first = try weights("a", [])
    #expect(try weights("b", ["--threads", "3"]) == first)
    #expect(try weights("c", ["--seed", "7"]) != first)
    #expect(try weights("d", ["--scale", "5"]) != first)
  }

  @Test func whatCannotBeDoneIsRefused() throws {
    let folder = try Folder(), pairs = try folder.write("anchor,positive\n" + Self.table(20), as: "pairs.csv")
    let out = folder.path("out")
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      (["--scale", "0"], 64, "--scale"), (["--matryoshka", "x"], 64, "--matryoshka"),
      (["--matryoshka", "64"], 64, "--matryoshka"), (["--hard-negatives", "0"], 64, "--hard-negatives"),
      (["--negative-margin", "0.1"], 64, "--negative-margin"),
      (["--hard-negatives", "1", "--negative-margin", "1"], 64, "--negative-margin"),
      (["--batch-size", "1"], 64, "--batch-size"), (["--mask", "0.2"], 64, "--mask"),
      (["--whole-words"], 64, "--whole-words"), (["--max-memory", "1GB"], 64, "--max-memory"),
      (["--objective", "masked", "--scale", "5"], 64, "--scale"), (["--text-column", "none"], 64, "none"),
      (["--max-length", "4000"], 64, "--max-length"),
    ]
    for (more, status, words) in cases {
      let told = try Program.run(try arguments(pairs, out) + more)
      #expect(told.status == status && told.errors.contains(words), "\(more): \(told)")
    }
    for (text, words) in [
      ("anchor,positive,score\na,b,0.5\nc,d,7\n", "line 3"), ("anchor,positive,score\na,b,0.5\nc,d,\n", "no score"),
      ("anchor,positive,score,negative\na,b,0.5,c\n", "score and a text"),
    ] {
      let told = try Program.run(try arguments(try folder.write(text, as: "bad.csv"), out))
      #expect(told.status == 65 && told.errors.contains(words), "\(text): \(told)")
    }
  }
}
