import Foundation
import Testing
import _TestSupport

/// `bertft cluster` and `bertft dedupe`: what they print, and what they refuse.
struct GroupTests {
  private static let rows = [
    "a,good book", "b,the cable is very good", "c,good book", "d,\"bad, bad film\"", "e,good book",
  ]

  private func data(_ folder: Folder) throws -> String {
    try folder.write("key,text\n" + Self.rows.joined(separator: "\n") + "\n", as: "data.csv")
  }

  private func run(_ command: String, _ data: String, _ more: String...) throws -> Program.Outcome {
    try Program.run([command, data, "--model", Fixture.encoder.get(), "--threads", "2"] + more)
  }

  private func objects(_ lines: [String]) throws -> [[String: Any]] {
    try lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
  }

  @Test func equalTextsAreDuplicatesOfTheFirst() throws {
    let folder = try Folder(), data = try data(folder)
    let found = try run("dedupe", data, "--threshold", "0.999999", "--id-column", "key")
    #expect(found.status == 0, "\(found)")
    let rows = try objects(found.outputLines)
    #expect(rows.map { $0["line"] as? Int } == [2, 3, 4, 5, 6])
    #expect(rows.map { $0["id"] as? String } == ["a", "b", "c", "d", "e"])
    #expect(rows.map { $0["duplicate_of"] as? String } == [nil, nil, "a", nil, "a"])
    #expect(rows.map { $0["group"] as? Int } == [0, nil, 0, nil, 0])
    #expect(rows.map { $0["similarity"] as? Double } == [nil, nil, 1, nil, 1])
    #expect(found.errors.contains("5 rows, 2 duplicates (40.0 %)") && found.errors.contains("every pair"), "\(found)")
    // Without ids rows go by their lines; --quiet keeps the summary back.
    let quiet = try run("dedupe", data, "--threshold", "1", "--quiet")
    let lines = try objects(quiet.outputLines)
    #expect(quiet.errors.isEmpty && lines.map { $0["duplicate_of"] as? Int } == [nil, nil, 2, nil, 2], "\(quiet)")
    let json = try run("dedupe", data, "--json", "--quiet", "--threshold", "0.999999")
    let whole = try #require(try objects(json.outputLines).first, "\(json)")
    #expect(whole["duplicates"] as? Int == 2 && whole["groups"] as? Int == 1 && whole["method"] as? String == "exact")
    #expect((whole["rows"] as? [Any])?.count == 5)
  }

  @Test func clustersHaveSizesWordsAndNearestTexts() throws {
    let folder = try Folder(), data = try data(folder), out = folder.path("clusters.jsonl")
    let found = try run("cluster", data, "-k", "2", "--out", out)
    #expect(found.status == 0 && found.output.isEmpty, "\(found)")
    let lines = try String(contentsOfFile: out, encoding: .utf8).split(separator: "\n").map(String.init)
    let rows = try objects(lines)
    #expect(
      rows.count == 5 && rows.allSatisfy { Set($0.keys) == ["line", "text", "cluster", "distance", "silhouette"] })
    let clusters = rows.compactMap { $0["cluster"] as? Int }
    #expect(clusters[0] == 0 && clusters[2] == 0 && clusters[4] == 0 && clusters.contains(1), "\(clusters)")
    for part in ["5 rows in 2 clusters", "seed 42", "cluster 0: ", "words", "nearest"] {
      #expect(found.errors.contains(part), "\(found)")
    }
    // The same seed gives the same bytes at any number of threads.
    let again = try Program.run(
      ["cluster", data, "--model", Fixture.encoder.get(), "-k", "2", "--threads", "1", "--quiet"])
    #expect(again.outputLines == lines && again.errors.isEmpty, "\(again)")
    let json = try run("cluster", data, "--json", "--quiet")
    let whole = try #require(try objects(json.outputLines).first, "\(json)")
    #expect((whole["tried"] as? [Any])?.isEmpty == false && (whole["rows"] as? [Any])?.count == 5, "\(json)")
  }

  @Test(arguments: ["a.npy", "a.safetensors", "a.fvecs"], ["", "int8", "binary"]) func filesOfVectorsAreReadToo(
    name: String, quantize: String
  ) throws {
    if name == "a.fvecs" && !quantize.isEmpty { return }
    let folder = try Folder(), file = folder.path(name)
    let embedded = try Program.run(
      ["embed", data(folder), "--out", file, "--model", Fixture.encoder.get(), "--id-column", "key", "--carry", "text"]
        + (quantize.isEmpty ? [] : ["--quantize", quantize]))
    #expect(embedded.status == 0, "\(embedded)")
    let found = try Program.run(["dedupe", file, "--threshold", "0.999999"])
    let rows = try objects(found.outputLines)
    #expect(rows.map { $0["duplicate_of"] as? String } == [nil, nil, "a", nil, "a"], "\(found)")
    #expect(rows.map { $0["text"] as? String }.first == "good book")
    let clusters = try Program.run(["cluster", file, "-k", "3"])
    #expect(clusters.status == 0 && clusters.outputLines.count == 5 && clusters.errors.contains("words"), "\(clusters)")
  }

  @Test func vectorsThatAreNoNumbersAreRefusedWithTheirRow() throws {
    let folder = try Folder(), file = folder.path("a.npy")
    let embedded = try Program.run(["embed", data(folder), "--out", file, "--model", Fixture.encoder.get(), "--quiet"])
    #expect(embedded.status == 0, "\(embedded)")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    // The last value of the last row becomes a quiet NaN.
    bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
    try bytes.write(to: URL(fileURLWithPath: file))
    for command in ["cluster", "dedupe"] {
      let outcome = try Program.run([command, file])
      #expect(outcome.status == 65 && outcome.errors.contains("row 4"), "\(outcome)")
    }
  }

  @Test func mistakesHaveTheirExitCodes() throws {
    let folder = try Folder(), data = try data(folder)
    let one = try folder.write("text\nonly this\n", as: "one.csv")
    let same = try folder.write("text\nx y\nx y\nx y\n", as: "same.csv")
    let file = try folder.write("no vectors", as: "other.npy")
    let cases: [(Int32, String, [String])] = [
      (65, "one row", ["cluster", one]), (65, "one row", ["dedupe", one]),
      (64, "more clusters", ["cluster", data, "-k", "6"]),
      (64, "'1' is invalid", ["cluster", data, "-k", "1"]), (65, "do not form two groups", ["cluster", same]),
      (64, "--threshold", ["dedupe", data, "--threshold", "0"]),
      (64, "--threshold", ["dedupe", data, "--threshold", "nan"]),
      (66, "none.npy", ["dedupe", folder.path("none.npy")]), (65, "NumPy", ["cluster", file]),
      (64, "the input", ["dedupe", data, "--out", data]), (64, "--id-column", ["dedupe", file, "--id-column", "x"]),
      (64, "--encoding", ["cluster", file, "--encoding", "utf-16"]),
    ]
    for (status, word, arguments) in cases {
      let model = arguments[1] == file || arguments[1].hasSuffix(".npy") ? [] : ["--model", try Fixture.encoder.get()]
      let outcome = try Program.run(arguments + model)
      #expect(outcome.status == status && outcome.errors.contains(word), "\(arguments)\n\(outcome)")
    }
  }
}
