import Foundation
import Testing
import _TestSupport

/// `bertft audit`: what it finds, what it writes, and what it refuses.
struct AuditCommandTests {
  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["audit"] + arguments + ["--model", Fixture.encoder.get(), "--threads", "2", "--offline"])
  }

  private func objects(_ path: String) throws -> [[String: Any]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// Lines 2 and 62 say the same with different labels; line 3 of the test is line 3 of the data.
  private func files(_ folder: Folder) throws -> (data: String, test: String) {
    let lines = Reviews.csv(rows: 60).split(separator: "\n").map(String.init)
    let twin = try #require(lines[1].split(separator: ",").first)
    let label = try #require(lines[1].split(separator: ",").last)
    let data = lines + ["\(twin),\(label == "pos" ? "neg" : "pos")"]
    return (
      try folder.write(data.joined(separator: "\n") + "\n", as: "data.csv"),
      try folder.write("text,label\nlovely it is the size screen,pos\n\(lines[2])\n", as: "test.csv")
    )
  }

  @Test func findingsAreWrittenAndTold() throws {
    let folder = try Folder(), files = try files(folder), out = folder.path("audit")
    let found = try run(files.data, "--test", files.test, "--out", out, "--threshold", "0.99999")
    #expect(found.status == 0, "\(found)")
    #expect(found.outputLines.first?.hasPrefix("part") == true && found.outputLines.count == 5, "\(found)")
    for part in ["logistic regressions", "data: models", "test: a model of the data", "another label"] {
      #expect(found.errors.contains(part), "\(found)")
    }
    let findings = try objects(out + "/audit.jsonl")
    let twin = try #require(findings.first { $0["kind"] as? String == "duplicate" && $0["line"] as? Int == 62 })
    #expect(twin["other_line"] as? Int == 2 && twin["conflict"] as? Bool == true, "\(twin)")
    #expect(twin["suggestion"] as? String == "relabel")
    let leak = try #require(findings.first { $0["kind"] as? String == "leak" })
    #expect(
      leak["part"] as? String == "test" && leak["line"] as? Int == 3 && leak["other_line"] as? Int == 3, "\(leak)")
    #expect(leak["suggestion"] as? String == "remove" && leak["conflict"] as? Bool == false)
    for finding in findings {
      #expect(Set(finding.keys).isSuperset(of: ["line", "part", "kind", "score", "suggestion", "text", "label"]))
      let score = try #require(finding["score"] as? Double)
      #expect((0...1).contains(score))
    }
    let page = try String(contentsOfFile: out + "/audit.html", encoding: .utf8)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("Labels that overlap") && page.contains("Leaks"))
    // The same seed gives the same bytes at any number of threads; without --force nothing is replaced.
    let again = try run(files.data, "--test", files.test, "--out", out, "--threshold", "0.99999")
    #expect(again.status == 64 && again.errors.contains("--force"), "\(again)")
    let one = try Program.run([
      "audit", files.data, "--test", files.test, "--out", out, "--threshold", "0.99999", "--force", "--threads", "1",
      "--model", Fixture.encoder.get(), "--json", "--quiet",
    ])
    #expect(one.status == 0 && one.errors.isEmpty, "\(one)")
    let whole = try #require(try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [String: Any])
    let parts = try #require(whole["parts"] as? [[String: Any]])
    #expect(parts.map { $0["rows"] as? Int } == [61, 2] && parts[1]["leaks"] as? Int == 1, "\(parts)")
    #expect(parts[1]["rows_without_twins"] as? Int == 1 && parts[0]["conflicts"] as? Int == 1, "\(parts)")
    let second = try objects(out + "/audit.jsonl")
    #expect(NSArray(array: second).isEqual(to: findings))
  }

  @Test func mistakesHaveTheirExitCodes() throws {
    let folder = try Folder(), data = try files(folder).data, out = folder.path("out")
    let oneLabel = try folder.write("text,label\na,pos\nb,pos\n", as: "one.csv")
    let empty = try folder.write("text,label\n", as: "empty.csv")
    let few = try folder.write("text,label\na,pos\nb,pos\nc,neg\n", as: "few.csv")
    let other = try folder.write("text,label\na,blue\n", as: "other.csv")
    let numbers = try folder.write(
      "text,label\n" + (0..<30).map { "text \($0),\(Double($0) + 0.25)\n" }.joined(), as: "numbers.csv")
    let cases: [(Int32, String, [String])] = [
      (65, "no row", [empty, "--out", out]), (65, "pos", [oneLabel, "--out", out]),
      (65, "two rows", [few, "--out", out]),
      (65, "blue", [data, "--test", other, "--out", out]), (65, "numbers.csv", [numbers, "--out", out]),
      (66, "missing.csv", [folder.path("missing.csv"), "--out", out]),
      (64, "--threshold", [data, "--threshold", "1.5"]), (64, "--folds", [data, "--folds", "1"]),
      (64, "--out", ["-", "--input-format", "csv"]), (64, "this is a file", [data, "--out", data]),
      (64, "--test", [data, "--test", "-"]),
    ]
    for (status, word, arguments) in cases {
      let outcome = try Program.run(["audit"] + arguments + ["--model", Fixture.encoder.get()])
      #expect(outcome.status == status && outcome.errors.contains(word), "\(arguments)\n\(outcome)")
    }
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test func singleRowsOfALabelAreToldAndNotJudged() throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 30) + "the only one of it,rare\n", as: "data.csv")
    let found = try run(data, "--out", folder.path("out"), "--quiet")
    #expect(found.status == 0 && found.errors.contains("rare"), "\(found)")
    let labels = try objects(folder.path("out/audit.jsonl")).filter { $0["kind"] as? String == "label" }
    #expect(!labels.contains { $0["label"] as? String == "rare" || $0["suggestion"] as? String == "rare" })
  }
}
