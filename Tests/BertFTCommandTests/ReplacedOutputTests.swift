import Foundation
import Testing

/// What replaces an earlier result says so, and asks for --force.
struct ReplacedOutputTests {
  private func run(_ arguments: String...) throws -> Program.Outcome { try Program.run(arguments) }

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func anotherBundleIsKeptUnlessAskedFor() throws {
    let folder = try Folder(), out = folder.path("bundle")
    let data = try folder.write(Reviews.csv(rows: 60), as: "data.csv")
    let other = try folder.write(Reviews.csv(rows: 63), as: "other.csv")
    #expect(try run("train", data, "--method", "tfidf", "--out", out, "--quiet").status == 0)
    let before = try bytes(out + "/bertft.json")
    for arguments in [["train", other, "--method", "tfidf"], ["train", data, "--method", "nbsvm"]] {
      let refused = try Program.run(arguments + ["--out", out])
      #expect(refused.status == 64 && refused.errors.contains("--force"), "\(refused)")
      #expect(try refused.errors.contains(out) && bytes(out + "/bertft.json") == before, "\(refused)")
      let forced = try Program.run(arguments + ["--out", out, "--force", "--quiet"])
      #expect(try forced.status == 0 && bytes(out + "/bertft.json") != before, "\(forced)")
      #expect(try run("train", data, "--method", "tfidf", "--out", out, "--quiet", "--force").status == 0)
    }
    // The same rows by the same method, made again.
    let again = try run("train", data, "--method", "tfidf", "--out", out, "--quiet")
    #expect(again.status == 0, "\(again)")
    try "{}".write(toFile: out + "/bertft.json", atomically: true, encoding: .utf8)
    #expect(try run("train", data, "--method", "tfidf", "--out", out).status == 64)
  }

  @Test func aSlashAfterTheDirectoryIsNoPartOfItsName() throws {
    let folder = try Folder(), data = try folder.write(Reviews.csv(rows: 60), as: "data.csv")
    let outcome = try run(
      "train", data, "--method", "tfidf", "--seeds", "2", "--out", folder.path("runs") + "/", "--quiet")
    #expect(outcome.status == 0, "\(outcome)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(Set(names) == ["data.csv", "runs-seed42", "runs-seed43"])
  }

  @Test func anEvaluationIsWrittenRowByRow() throws {
    let folder = try Folder(), bundle = folder.path("bundle"), out = folder.path("judged")
    let data = try folder.write(Reviews.csv(rows: 60), as: "data.csv")
    #expect(try run("train", data, "--method", "tfidf", "--out", bundle, "--quiet").status == 0)
    let rows = "good great,pos\nbad <b>awful</b>,pos\ncable blue,neu\nlovely,neg\n"
    let judged = try folder.write("text,label\n" + rows, as: "judged.csv")
    let outcome = try run("evaluate", bundle, judged, "--json", "--out", out)
    #expect(outcome.status == 0 && outcome.errors.contains(out + "/wrong.jsonl"), "\(outcome)")
    #expect(try String(decoding: bytes(out + "/metrics.json"), as: UTF8.self) == outcome.output)
    let lines = try String(decoding: bytes(out + "/wrong.jsonl"), as: UTF8.self).split(separator: "\n")
    let wrong = try lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(wrong.map { $0["line"] as? Int } == [3, 5] && wrong.map { $0["truth"] as? String } == ["pos", "neg"])
    #expect(wrong.map { $0["label"] as? String } == ["neg", "pos"] && wrong[0]["scores"] is [String: Double])
    let page = try String(decoding: bytes(out + "/report.html"), as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("2 wrong predictions") && !page.contains("<b>awful"))
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: out)) == ["wrong.jsonl", "metrics.json", "report.html"])
    let refused = try run("evaluate", bundle, judged, "--out", out)
    #expect(refused.status == 64 && refused.errors.contains("--force"), "\(refused)")
    #expect(try run("evaluate", bundle, data, "--out", out, "--force", "--quiet").status == 0)
    #expect(try run("evaluate", bundle, data, "--force").status == 64)
    // The rows that are judged are not replaced by those that were answered wrong.
    try "{\"text\":\"good\",\"label\":\"neg\"}\n".write(toFile: out + "/wrong.jsonl", atomically: true, encoding: .utf8)
    let lost = try run("evaluate", bundle, out + "/wrong.jsonl", "--out", out, "--force")
    #expect(lost.status == 64 && lost.errors.contains("it is the input"), "\(lost)")
    let tokens = try folder.write("good O\n\nbad O\n", as: "words.conll")
    let words = try run("evaluate", try Fixture.tagger.get(), tokens, "--out", folder.path("none"))
    #expect(words.status == 64 && words.errors.contains("--out"), "\(words)")
  }

  /// Of several labels a row with another set is wrong; of numbers one that is far off.
  @Test func wrongRowsOfOtherTasks() throws {
    let folder = try Folder()
    let rows = Reviews.csv(rows: 60).split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let many = try folder.write(
      "text,labels\n" + rows.map { "\($0[0]),\($0[1])|\($0[1] == "neu" ? "plain" : "felt")\n" }.joined(), as: "many.csv"
    )
    let numbers = try folder.write(
      "text,label\n" + rows.map { "\($0[0]),\($0[1] == "pos" ? 5 : 1)\n" }.joined(), as: "numbers.csv")
    for (data, task, truth) in [
      (many, "multi-label", "\"truth\":[\"plain\"]"), (numbers, "regression", "\"truth\":500"),
    ] {
      let bundle = folder.path(task), out = folder.path(task + "-judged")
      let trained = try run(
        "train", data, "--method", "tfidf", "--task", task, "--label-column", task == "regression" ? "label" : "labels",
        "--out", bundle, "--quiet")
      #expect(trained.status == 0, "\(trained)")
      let row = task == "regression" ? "good,500\ngood,5\n" : "good,plain\n"
      let judged = try folder.write("text,\(task == "regression" ? "label" : "labels")\n" + row, as: task + ".csv")
      let outcome = try run("evaluate", bundle, judged, "--out", out, "--quiet")
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
      let lines = try String(decoding: bytes(out + "/wrong.jsonl"), as: UTF8.self)
      #expect(lines.contains(truth) && lines.split(separator: "\n").count == 1, "\(lines)")
    }
  }
}
