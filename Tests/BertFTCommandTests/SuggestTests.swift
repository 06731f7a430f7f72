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
    let all = try Program.run(["suggest", bundle, data, "-n", "\(Int.max)", "--quiet"])
    #expect(all.status == 0 && (1...60).contains(all.outputLines.count), "\(all)")
    #expect((whole["rows"] as? [Any])?.count == 3 && whole["row_count"] as? Int == 60, "\(found)")
    #expect(whole["strategy"] as? String == "margin" && whole["stopping"] is NSNull)
    for strategy in ["kmeans", "hast"] {
      let refused = try Program.run(["suggest", bundle, data, "--strategy", strategy])
      #expect(refused.status == 64 && refused.errors.contains("vectors"), "\(refused)")
    }
  }

  @Test func forecastIsToldOrRefusedInWords() throws {
    let folder = try Folder(), data = try folder.write(Self.open, as: "open.csv"), bundle = folder.path("features")
    let labelled = try folder.write(Reviews.csv(rows: 90), as: "labelled.csv")
    let trained = try Program.run([
      "train", labelled, "--model", try Fixture.encoder.get(), "--method", "features", "--max-length", "16",
      "--offline", "--validation", "0", "--out", bundle, "--quiet", "--threads", "1",
    ])
    #expect(trained.status == 0, "\(trained)")
    let arguments = ["suggest", bundle, data, "-n", "7", "--threshold", "0.9999999", "--forecast"]
    let told = try Program.run(arguments + ["--labelled", labelled, "--threads", "2"])
    #expect(told.status == 0 && told.outputLines.count == 7, "\(told)")
    #expect(told.errors.contains("forecast from 90 labelled rows") && told.errors.contains("  50 more: "), "\(told)")
    #expect(told.errors.contains("  7 more: ") && !told.errors.contains("500 more"), "\(told)")
    let json = try Program.run(arguments + ["--labelled", labelled, "--threads", "1", "--json", "--quiet"])
    let whole = try #require(try objects(json.outputLines).first, "\(json)")
    let forecast = try #require(whole["forecast"] as? [String: Any], "\(json)")
    #expect(Set(forecast.keys) == ["labelled", "needed", "refusal", "curve", "laws", "expected"])
    let expected = try #require(forecast["expected"] as? [[String: Any]])
    #expect(expected.compactMap { $0["more"] as? Int } == [7, 50, 100, 200], "\(expected)")
    for point in expected {
      let low = try #require(point["low"] as? Double), high = try #require(point["high"] as? Double)
      let told = try #require(point["accuracy"] as? Double)
      #expect(0 <= low && low <= told && told <= high && high <= 1, "\(point)")
    }
    #expect(forecast["needed"] is NSNull && (forecast["curve"] as? [Any])?.count == 7)
    // Too few rows to tell: the rows to label come all the same.
    let few = try folder.write(Reviews.csv(rows: 12), as: "few.csv")
    let refused = try Program.run(arguments + ["--labelled", few, "--json", "--quiet"])
    #expect(refused.status == 0 && refused.errors.contains("label 50 at least"), "\(refused)")
    let none = try #require(try objects(refused.outputLines).first?["forecast"] as? [String: Any], "\(refused)")
    #expect(none["needed"] as? Int == 50 && (none["expected"] as? [Any])?.isEmpty == true)
    let unlabelled = try Program.run(arguments)
    #expect(
      unlabelled.status == 0 && unlabelled.outputLines.count == 7
        && unlabelled.errors.contains("give them with --labelled"),
      "\(unlabelled)")
    let other = try Program.run(
      ["suggest", try Fixture.classifier.get(), data, "-n", "7", "--forecast", "--labelled", labelled, "--quiet"])
    #expect(
      other.status == 0 && other.outputLines.count == 7 && other.errors.contains("give a bundle of --method features"),
      "\(other)")
    // Without it nothing of the object changes.
    let plain = try Program.run(["suggest", bundle, data, "-n", "7", "--json", "--quiet"])
    #expect(try objects(plain.outputLines).first?["forecast"] == nil, "\(plain)")
  }

  private static let open =
    "text\n"
    + (0..<30).map {
      "the \(["good", "awful", "cable"][$0 % 3]) screen \(["book", "box", "page", "size"][$0 % 4]) \($0)\n"
    }
    .joined()

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
