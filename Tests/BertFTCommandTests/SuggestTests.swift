import Foundation
import Testing
import _TestSupport

/// `bertft suggest`: which rows it gives, and what it refuses.
struct SuggestTests {
  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["suggest", Fixture.classifier.get()] + arguments + ["--threads", "2"])
  }

  private func objects(_ lines: [String]) throws -> [[String: Any]] {
    try lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
  }

  @Test(arguments: ["margin", "kmeans", "hast"]) func rowsComeOnceWithTheirReason(strategy: String) throws {
    let folder = try Folder()
    let rows = Reviews.csv(rows: 40)
    let data = try folder.write(rows + rows.split(separator: "\n")[1] + "\n", as: "data.csv")
    let labelled = try folder.write(
      rows.split(separator: "\n").prefix(6).joined(separator: "\n") + "\n", as: "labelled.csv")
    let found = try run(
      data, "-n", "5", "--strategy", strategy, "--labelled", labelled, "--threshold", "0.9999999",
      "--previous", try Fixture.classifier.get())
    #expect(found.status == 0, "\(found)")
    let chosen = try objects(found.outputLines)
    #expect(chosen.count == 5, "\(found)")
    let lines = chosen.compactMap { $0["line"] as? Int }
    #expect(Set(lines).count == 5 && lines.allSatisfy { (7...41).contains($0) }, "\(lines)")
    #expect(chosen.allSatisfy { Set($0.keys) == ["line", "text", "label", "score", "reason"] })
    #expect(chosen.allSatisfy { ["pos", "neg", "neu"].contains($0["label"] as? String) })
    let word = strategy == "kmeans" ? "cluster of" : strategy == "hast" ? "self-training" : "margin 0"
    #expect(chosen.allSatisfy { ($0["reason"] as? String)?.contains(word) == true }, "\(found)")
    // A bundle agrees with itself, if it gives more than one label at all.
    #expect(found.errors.contains("stop"), "\(found)")
    let again = try Program.run(
      ["suggest", try Fixture.classifier.get(), data, "-n", "5", "--strategy", strategy, "--labelled", labelled]
        + ["--threshold", "0.9999999", "--threads", "1", "--quiet"])
    #expect(again.outputLines == found.outputLines && again.errors.isEmpty, "\(again)")
  }

  @Test func simpleBundlesHaveMarginsAlone() throws {
    let folder = try Folder(), data = try Fixture.reviews.get(), bundle = folder.path("simple")
    let trained = try Program.run([
      "train", data, "--method", "tfidf", "--out", bundle, "--validation", "0", "--quiet", "--threads", "1",
    ])
    #expect(trained.status == 0, "\(trained)")
    let found = try Program.run(["suggest", bundle, data, "-n", "3", "--json", "--quiet"])
    let whole = try #require(try objects(found.outputLines).first, "\(found)")
    #expect((whole["rows"] as? [Any])?.count == 3 && whole["row_count"] as? Int == 60, "\(found)")
    #expect(whole["strategy"] as? String == "margin" && whole["stopping"] is NSNull)
    for strategy in ["kmeans", "hast"] {
      let refused = try Program.run(["suggest", bundle, data, "--strategy", strategy])
      #expect(refused.status == 64 && refused.errors.contains("vectors"), "\(refused)")
    }
  }

  @Test func mistakesHaveTheirExitCodes() throws {
    let folder = try Folder(), data = try Fixture.reviews.get()
    let other = try folder.write("text,label\nx,blue\n", as: "other.csv")
    let empty = try folder.write("text\n", as: "empty.csv")
    let cases: [(Int32, String, [String])] = [
      (64, "-n is at least 1", [data, "-n", "0"]), (64, "--threshold", [data, "--threshold", "0"]),
      (64, "--strategy", [data, "--strategy", "luck"]), (65, "no row", [empty]),
      (65, "labelled already", [data, "--labelled", data]), (65, "blue", [data, "--labelled", other]),
      (66, "none.csv", [folder.path("none.csv")]), (64, "the input", [data, "--out", data]),
      (64, "--labelled", [data, "--label-column", "x"]),
      (64, "one label a text", [data, "--previous", try Fixture.tagger.get()]),
    ]
    for (status, word, arguments) in cases {
      let outcome = try Program.run(["suggest", Fixture.classifier.get()] + arguments)
      #expect(outcome.status == status && outcome.errors.contains(word), "\(arguments)\n\(outcome)")
    }
  }
}
