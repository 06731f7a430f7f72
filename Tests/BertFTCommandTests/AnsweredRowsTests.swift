import Foundation
import Testing

/// `bertft predict`: what travels along with answers, parts of the rows, and answers in a file.
struct AnsweredRowsTests {
  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
  }

  private func predict(_ data: String, _ more: String...) throws -> Program.Outcome {
    try Program.run(["predict", try Fixture.classifier.get(), data, "--threads", "1"] + more)
  }

  private func content(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test func idsAndColumnsTravelAlong() throws {
    let folder = try Folder(), out = folder.path("out.jsonl")
    let data = try folder.write(
      "{\"key\":\"a\",\"text\":\"good\",\"n\":1.50,\"of\":{\"x\":[1]}}\n{\"key\":\"b\",\"text\":\"\"}\n"
        + "{\"key\":\"c\",\"text\":\"bad\",\"n\":null}\n", as: "data.jsonl")
    let outcome = try predict(
      data, "--id-column", "key", "--carry", "n,of", "--out", out, "--bad-rows", "skip", "--top", "1")
    #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.contains("line 2"), "\(outcome)")
    let lines = try content(out).split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("{\"id\":\"a\",\"n\":1.50,\"of\":{\"x\":[1]},\"text\":\"good\",\"label\":"), "\(lines)")
    #expect(lines[1].hasPrefix("{\"id\":\"c\",\"n\":null,\"of\":null,\"text\":\"bad\",\"label\":"), "\(lines)")
    let table = try predict(data, "--id-column", "key", "--carry", "of,n", "--bad-rows", "skip", "--format", "csv")
    #expect(table.outputLines[0] == "id,of,n,text,label,score_pos,score_neg,score_neu", "\(table)")
    #expect(table.outputLines[1].hasPrefix("a,\"{\"\"x\"\":[1]}\",1.50,good,"), "\(table)")
    #expect(table.outputLines[2].hasPrefix("c,,,bad,"), "\(table)")
    let numbers = try folder.write("id,text\n7,good\n", as: "numbers.csv")
    #expect(try predict(numbers, "--id-column", "id", "--id-type", "integer").output.hasPrefix("{\"id\":7,\"text\":"))
  }

  /// Lines are cut by bytes, tables are counted; the first part alone has the table's header.
  @Test(arguments: ["jsonl", "csv", "txt"]) func partsEndToEndAreTheWhole(form: String) throws {
    let folder = try Folder()
    let texts = (0..<90).map { String(repeating: "good ", count: $0 % 7 * ($0 % 3)) + "book \($0)" }
    let rows =
      switch form {
      case "jsonl": texts.enumerated().map { "{\"id\":\($0.offset),\"text\":\"\($0.element)\"}\r\n" }.joined()
      case "csv": "id,text\n" + texts.enumerated().map { "\($0.offset),\"\($0.element)\n\"\n" }.joined()
      default: texts.joined(separator: "\n")
      }
    let data = try folder.write(rows, as: "data." + form)
    let arguments =
      ["--format", form == "csv" ? "csv" : "jsonl"] + (form == "txt" ? [] : ["--id-column", "id"])
    func run(_ more: [String], _ out: String) throws -> String {
      let outcome = try Program.run(
        ["predict", try Fixture.classifier.get(), data, "--threads", "1", "--out", folder.path(out)] + arguments + more)
      #expect(outcome.status == 0, "\(outcome)")
      return try content(folder.path(out))
    }
    let whole = try run([], "whole")
    let parts = try (1...7).map { try run(["--shard", "\($0)/7"], "part\($0)") }
    #expect(parts.joined() == whole)
    #expect(whole.split(separator: "\n").count >= 90 && parts.filter { !$0.isEmpty }.count == 7)
    #expect(whole.contains("book 0") && whole.contains("book 89"))
  }

  @Test func aFileAppearsWhenItIsWhole() throws {
    let folder = try Folder(), out = try folder.write("old", as: "out.jsonl")
    let data = try folder.write("text\n" + String(repeating: "good\n", count: 2000) + "\" \"\n", as: "data.csv")
    let outcome = try predict(data, "--out", out)
    #expect(outcome.status == 65 && outcome.errors.contains("2002"), "\(outcome)")
    #expect(try content(out) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["data.csv", "out.jsonl"])
    #expect(try predict(data, "--out", out, "--bad-rows", "skip").status == 0)
    #expect(try content(out).split(separator: "\n").count == 2000)
    let texts = try Program.run(["predict", try Fixture.classifier.get(), "--text", "good", "--out", "-"])
    #expect(texts.status == 0 && texts.outputLines.count == 1, "\(texts)")
  }

  @Test func mistakesAreToldBeforeTheWork() throws {
    let folder = try Folder()
    let data = try folder.write("id,text,label,\"score_pos\"\na,good,x,1\n,bad,x,2\n", as: "data.csv")
    let cases: [(Int32, String, [String])] = [
      (64, "--carry label", [data, "--carry", "label"]), (64, "--id-column id", [data, "--carry", "id"]),
      (64, "--carry score_pos", [data, "--carry", "score_pos", "--format", "csv"]),
      (64, "twice", [data, "--carry", "x,x"]), (64, "--id-column", [data, "--id-column", "key"]),
      (64, "--carry", ["--text", "good", "--carry", "x"]), (64, "--shard", [data, "--text", "a", "--shard", "1/2"]),
      (64, "--shard", [data, "--shard", "0/2"]), (64, "pipe", ["-", "--input-format", "csv", "--shard", "1/2"]),
      (64, "input", [data, "--out", data]), (64, "directory", [data, "--out", folder.url.path]),
      (64, "--out", [data, "--out", ""]), (65, "line 3", [data, "--id-column", "id"]),
      (65, "line 2", [data, "--id-column", "id", "--id-type", "integer"]),
      (74, "none/out", [data, "--out", folder.path("none/out")]),
    ]
    for (status, words, arguments) in cases {
      let outcome = try Program.run(
        ["predict", try Fixture.classifier.get()] + arguments, input: Data("text\ngood\n".utf8))
      #expect(outcome.status == status && outcome.errors.contains(words), "\(arguments): \(outcome)")
    }
    #expect(try predict(data, "--carry", "score_pos").status == 0)
  }

  /// Texts of a table whose entities are found keep their ids; words have none.
  @Test func entitiesKeepTheirIDs() throws {
    let folder = try Folder(), tagger = try Fixture.tagger.get()
    let data = try folder.write("key,text\na,good book\nb,bad\n", as: "data.csv")
    let outcome = try Program.run(["predict", tagger, data, "--id-column", "key", "--out", "-"])
    #expect(outcome.status == 0, "\(outcome)")
    let rows = try outcome.outputLines.map(object)
    #expect(rows.map { $0["id"] as? String } == ["a", "b"] && rows.allSatisfy { $0["entities"] is [Any] })
    #expect(rows.map { $0["text"] as? String } == ["good book", "bad"])
    let words = try folder.write("good O\n\nbad O\n", as: "data.conll")
    let refused = try Program.run(["predict", tagger, words, "--id-column", "key"])
    #expect(refused.status == 64 || refused.status == 65, "\(refused)")
  }
}
