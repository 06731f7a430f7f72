import Foundation
import Testing
import _TestSupport

/// `bertft search`: what it prints.
struct SearchTests {
  private func embed(_ folder: Folder, _ out: String, _ more: [String] = []) throws -> String {
    let data = try folder.write(
      "key,text,note\nx,good book,\"a \"\"b\"\"\"\ny,bad film,\nz,the cable is very good,c\n", as: "data.csv")
    let outcome = try Program.run(
      ["embed", data, "--out", folder.path(out), "--model", try Fixture.encoder.get(), "--threads", "1", "--quiet"]
        + more)
    #expect(outcome.status == 0, "\(outcome)")
    return folder.path(out)
  }

  private func search(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["search"] + arguments + ["--threads", "2"])
  }

  @Test(arguments: ["a.npy", "a.safetensors", "a.fvecs"], ["", "int8", "binary"]) func theTextItselfIsTheNearest(
    name: String, quantize: String
  ) throws {
    if name == "a.fvecs" && !quantize.isEmpty { return }
    let folder = try Folder()
    let more = ["--id-column", "key", "--carry", "note"] + (quantize.isEmpty ? [] : ["--quantize", quantize])
    let found = try search(try embed(folder, name, more), "bad film", "-k", "2")
    #expect(found.status == 0 && found.outputLines.count == 2 && found.errors.isEmpty, "\(found)")
    let first = try #require(
      try JSONSerialization.jsonObject(with: Data(found.outputLines[0].utf8)) as? [String: Any], "\(found)")
    #expect(Set(first.keys) == ["rank", "score", "id", "text", "note"] && first["text"] as? String == "bad film")
    #expect(first["rank"] as? Int == 1 && first["id"] as? String == "y" && first["note"] as? String == "")
    if quantize != "binary" { #expect(abs((first["score"] as? Double ?? 0) - 1) < 0.02) }
    #expect(found.outputLines[1].hasPrefix("{\"rank\":2,\"score\":"))
  }

  @Test func severalQueriesNameTheirRows() throws {
    let folder = try Folder(), file = try embed(folder, "a.npy")
    let found = try search(file, "good book", "--text", "bad film", "-k", "1")
    #expect(
      found.outputLines.count == 2 && found.outputLines[1].hasPrefix("{\"query\":\"bad film\",\"rank\":1,"), "\(found)")
    #expect(
      found.outputLines[0].hasSuffix(",\"id\":0,\"text\":\"good book\"}")
        && found.outputLines[1].hasSuffix(",\"id\":1,\"text\":\"bad film\"}"), "\(found)")
    let json = try search(file, "good book", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(json.outputLines.count == 1 && object?["rows_searched"] as? Int == 3, "\(json)")
  }

  @Test func mistakesHaveTheirExitCodes() throws {
    let folder = try Folder(), file = try embed(folder, "a.npy")
    let other = try folder.write("no vectors", as: "other.npy")
    // Beside another description the file is another one.
    let moved = folder.path("moved.npy")
    try FileManager.default.copyItem(atPath: file, toPath: moved)
    let cases: [(Int32, String, [String])] = [
      (64, "query", [file]), (64, "query is empty", [file, " "]), (64, "-k", [file, "x", "-k", "0"]),
      (64, "--model", [moved, "x"]),
      (66, "none.npy", [folder.path("none.npy"), "x"]), (65, "NumPy", [other, "x"]),
      (65, "same rows", [file, "x", "--rescore", try embed(folder, "b.npy", ["--dimensions", "8"])]),
    ]
    for (status, word, arguments) in cases {
      let outcome = try Program.run(["search"] + arguments)
      #expect(outcome.status == status, "\(arguments): \(outcome)")
      #expect(outcome.errors.contains(word), "\(arguments): \(outcome)")
      #expect(outcome.output.isEmpty && outcome.status != 0)
    }
  }

  @Test func textsAreKeptUnlessToldNotTo() throws {
    let folder = try Folder()
    let bare = try search(try embed(folder, "a.npy", ["--no-text"]), "bad film", "-k", "1")
    #expect(bare.status == 0 && bare.output.hasSuffix("\"id\":1}\n"), "\(bare)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.npy.rows.jsonl")))
    // A column of that name takes its place, and the two texts of a pair stand apart.
    let carried = try search(try embed(folder, "b.npy", ["--carry", "text,key"]), "bad film", "-k", "1")
    #expect(carried.output.hasSuffix("\"id\":1,\"text\":\"bad film\",\"key\":\"y\"}\n"), "\(carried)")
    let pairs = try search(try embed(folder, "c.npy", ["--text-pair-column", "key"]), "bad film", "-k", "1")
    #expect(pairs.output.contains("\"text\":\"bad film\\n\\ny\""), "\(pairs)")
    for out in ["d.jsonl", "d.sqlite", "-"] {
      let data = try folder.write("text\ngood\n", as: "one.csv")
      let refused = try Program.run(
        [
          "embed", data, "--out", out == "-" ? "-" : folder.path(out), "--format",
          out == "-" ? "fvecs" : String(out.dropFirst(2)),
        ]
          + ["--model", Fixture.encoder.get(), "--no-text"])
      #expect(refused.status == 64 && refused.errors.contains("--no-text"), "\(refused)")
    }
  }

  @Test func vectorsOfAClassifierAreWarnedOf() throws {
    let folder = try Folder(), classifier = try Fixture.classifier.get()
    let data = try folder.write("text\ngood book\nbad film\n", as: "data.csv"), out = folder.path("out.npy")
    let embedded = try Program.run(["embed", data, "--out", out, "--model", classifier, "--threads", "1", "--quiet"])
    #expect(embedded.status == 0 && embedded.errors.contains("learnt to tell labels apart"), "\(embedded)")
    let found = try search(out, "good book", "--quiet")
    #expect(found.status == 0 && found.errors.contains("learnt to tell labels apart"), "\(found)")
    // The weights of a frozen encoder are as they were.
    let frozen = folder.path("frozen")
    let trained = try Program.run([
      "train", try Fixture.reviews.get(), "--method", "features", "--model", try Fixture.encoder.get(), "--out", frozen,
      "--threads", "1", "--quiet", "--max-length", "16",
    ])
    #expect(trained.status == 0, "\(trained)")
    let own = try Program.run(["embed", data, "--out", folder.path("own.npy"), "--model", frozen, "--quiet"])
    #expect(own.status == 0 && own.errors.isEmpty, "\(own)")
  }

  @Test func anotherModelThanTheRecordedOneIsSaid() throws {
    let folder = try Folder(), file = try embed(folder, "a.npy")
    let found = try search(file, "good book", "-k", "9", "--model", try Fixture.classifier.get(), "--quiet")
    #expect(found.status == 0 && found.outputLines.count == 3, "\(found)")
    let encoder = try Fixture.encoder.get()
    #expect(found.errors.contains("was made with \(encoder); the query is made with"), "\(found)")
    #expect(try search(file, "good book", "--model", encoder).errors.isEmpty)
  }
}
