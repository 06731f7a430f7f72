import Foundation
import Testing

/// Runs that a scheduler starts, once or again: what is finished, what is a job, what is told, and how it ends.
struct JobTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  private func simple(_ out: String, _ more: String...) throws -> [String] {
    ["train", try Fixture.reviews.get(), "--method", "tfidf", "--out", out, "--threads", "1", "--folds", "1"] + more
  }

  private func files(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    }
    return files
  }

  /// Exit code 75, for schedulers to try again.
  @Test func aPlaceInUseIsToBeTriedAgain() throws {
    let folder = try Folder(), out = folder.path("out"), partial = out + ".partial"
    try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: false)
    let descriptor = open(partial, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    #expect(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let arguments = try Fixture.training(try Fixture.reviews.get(), out: out, epochs: 1)
    let busy = try Program.run(arguments)
    #expect(busy.status == 75 && busy.errors.contains("another run is writing here"), "\(busy)")
    close(descriptor)
    #expect(try Program.run(arguments).status == 0)
  }

  @Test func finishedTrainingIsSkipped() throws {
    let folder = try Folder(), out = folder.path("out")
    let arguments =
      try Fixture.training(try Fixture.reviews.get(), out: out, epochs: 1) + ["--skip-finished", "--resume"]
    // Nothing is there to skip or to resume.
    let first = try Program.run(arguments + ["--json"])
    #expect(first.status == 0, "\(first)")
    let before = try files(out), told = try object(first.output)
    let again = try Program.run(arguments + ["--json"])
    #expect(again.status == 0 && again.errors.contains("finished before"), "\(again)")
    #expect(try files(out) == before)
    let repeated = try object(again.output)
    #expect(repeated["finished_before"] as? Bool == true && told["finished_before"] == nil)
    for name in ["validation", "majority_validation", "best_epoch", "method", "bundle", "report"] {
      let pair = (told[name] as? NSObject, repeated[name] as? NSObject)
      #expect(pair.0 != nil && pair.0 == pair.1, "\(name)")
    }
    let table = try Program.run(arguments)
    #expect(table.status == 0 && table.output.contains("made before"), "\(table)")
    // One of another making is refused by what differs, and left.
    for (more, what) in [
      (["--seed", "7"], "data"), (["--weight-decay", "0.5"], "weightDecay"), (["--method", "bitfit"], "method"),
      (["--model", try Fixture.classifier.get()], "encoder"), (["--validation", "0.2"], "data"),
    ] {
      let other = try Program.run(arguments + more)
      #expect(other.status == 64 && other.errors.contains(what), "\(more): \(other)")
      #expect(other.errors.contains("--force"), "\(more): \(other)")
    }
    #expect(try files(out) == before)
    let replaced = try Program.run(arguments + ["--weight-decay", "0.5", "--force"])
    #expect(replaced.status == 0 && !replaced.errors.contains("finished before"), "\(replaced)")
    #expect(try files(out)["model.safetensors"] != before["model.safetensors"])
  }

  @Test func finishedSimpleModelsAreSkipped() throws {
    let folder = try Folder(), out = folder.path("out")
    #expect(try Program.run(simple(out)).status == 0)
    let before = try files(out)
    let again = try Program.run(simple(out, "--skip-finished"))
    #expect(again.status == 0 && again.errors.contains("finished before"), "\(again)")
    #expect(try Program.run(simple(out, "--skip-finished", "--class-weights", "balanced")).status == 64)
    #expect(try Program.run(simple(out, "--skip-finished", "--method", "nbsvm")).status == 64)
    // What the bundle does not tell cannot be compared.
    let untold = try Program.run(simple(out, "--skip-finished", "--no-calibrate"))
    #expect(untold.status == 64 && untold.errors.contains("does not tell calibrate"), "\(untold)")
    #expect(try files(out) == before)
  }

  @Test func finishedVectorsAreSkipped() throws {
    let folder = try Folder(), out = folder.path("out.npy")
    let data = try folder.write("id,text\na,good\nb,bad\nc,book\n", as: "data.csv")
    func run(_ more: String...) throws -> Program.Outcome {
      try Program.run(
        [
          "embed", data, "--out", out, "--model", try Fixture.encoder.get(), "--id-column", "id", "--threads", "1",
          "--offline", "--skip-finished", "--resume", "--json",
        ] + more)
    }
    let first = try run()
    #expect(first.status == 0, "\(first)")
    let before = try files(folder.url.path)
    #expect(before.keys.sorted() == ["data.csv", "out.npy", "out.npy.json", "out.npy.made.json", "out.npy.rows.jsonl"])
    let again = try run()
    #expect(again.status == 0 && again.errors.contains("finished before"), "\(again)")
    #expect(try object(again.output)["rows"] as? Int == 3 && object(first.output)["rows"] as? Int == 3)
    #expect(try files(folder.url.path) == before)
    for (more, word) in [(["--max-length", "8"], "options"), (["--id-column", "text"], "options")] {
      let other = try Program.run(
        ["embed", data, "--out", out, "--model", try Fixture.encoder.get(), "--threads", "1", "--skip-finished"] + more)
      #expect(other.status == 64 && other.errors.contains(word), "\(other)")
    }
    #expect(try files(folder.url.path) == before)
    // A file that is another one now is written again.
    try folder.write("damaged", as: "out.npy")
    #expect(try run().status == 0)
    #expect(try files(folder.url.path)["out.npy"] == before["out.npy"])
    // An id alone is another row.
    try folder.write("id,text\na,good\nb,bad\nd,book\n", as: "data.csv")
    let rows = try run()
    #expect(rows.status == 64 && rows.errors.contains("other rows"), "\(rows)")
    #expect(try Program.run(["embed", "-", "--out", out, "--input-format", "csv", "--skip-finished"]).status == 64)
  }

  @Test func eachPartIsTestedOnce() throws {
    let folder = try Folder(), out = folder.path("out")
    func run(_ out: String, _ more: String...) throws -> Program.Outcome {
      try Program.run(
        ["train", try Fixture.reviews.get(), "--method", "tfidf", "--out", out, "--threads", "1", "--json"] + more)
    }
    let all = try run(out, "--folds", "3", "--fold", "all")
    #expect(all.status == 0, "\(all)")
    let runs = try #require(try object(all.output)["runs"] as? [[String: Any]])
    #expect(runs.count == 3)
    var rows = 0
    for number in 1...3 {
      let place = folder.path("alone\(number)")
      let alone = try run(place, "--folds", "3", "--fold", "\(number)")
      #expect(alone.status == 0, "\(alone)")
      let told = try object(alone.output), test = try #require(told["test"] as? [String: Any])
      rows += try #require(test["rows"] as? Int)
      #expect(told["test_fold"] as? [String: Int] == ["number": number, "of": 3])
      #expect(NSDictionary(dictionary: test) == (runs[number - 1]["test"] as? NSObject))
      let record = try object(try String(contentsOfFile: out + "-fold\(number)/bertft.json", encoding: .utf8))
      let data = try #require(record["data"] as? [String: Any])
      #expect(data["test_fold"] as? [String: Int] == ["number": number, "of": 3])
      let (own, other) = (try files(out + "-fold\(number)"), try files(place))
      #expect(own.keys.contains { $0.hasSuffix(".safetensors") })
      for name in own.keys where name.hasSuffix(".safetensors") { #expect(own[name] == other[name]) }
    }
    #expect(rows == 60)
    for arguments in [
      ["--fold", "1"], ["--folds", "3", "--fold", "4"], ["--folds", "3", "--fold", "x"],
      ["--folds", "1", "--fold", "1"],
      ["--folds", "3", "--fold", "1", "--test", "0.2"],
      ["--folds", "3", "--fold", "all", "--validation", "-"],
    ] {
      let refused = try Program.run(simple(out) + arguments)
      #expect(refused.status == 64, "\(arguments): \(refused)")
    }
  }

  @Test func aJobIsALineOfAFile() throws {
    let folder = try Folder(), data = try Fixture.reviews.get()
    let quoted = try String(decoding: JSONEncoder().encode(data), as: UTF8.self)
    let jobs = try folder.write(
      """
      {"data":\(quoted),"method":"nbsvm","out":"first","seed":3}
      {"data":\(quoted),"method":"tfidf","out":"second","validation":0.2,"json":true,"quiet":false}
      [1]
      {"data":{}}
      {"out":
      """, as: "jobs.jsonl")
    func run(_ index: String, _ more: String...) throws -> Program.Outcome {
      try Program.run(["train", "--job", jobs, "--index=\(index)", "--threads", "1"] + more, directory: folder.url)
    }
    let first = try run("0", "--json")
    #expect(first.status == 0, "\(first)")
    #expect(try object(first.output)["seed"] as? Int == 3 && object(first.output)["method"] as? String == "nbsvm")
    let second = try run("1")
    #expect(second.status == 0, "\(second)")
    let typed = try Program.run(
      ["train", data, "--method", "tfidf", "--out", folder.path("typed"), "--validation", "0.2", "--threads", "1"])
    #expect(typed.status == 0, "\(typed)")
    let (own, other) = (try files(folder.path("second")), try files(folder.path("typed")))
    #expect(own.keys.sorted() == other.keys.sorted() && own.keys.contains { $0.hasSuffix(".safetensors") })
    for name in own.keys where name.hasSuffix(".safetensors") { #expect(own[name] == other[name]) }
    for (index, status, word) in [
      ("5", Int32(64), "5 lines"), ("2", 65, "jobs.jsonl:3"), ("3", 65, "'data'"), ("4", 65, "jobs.jsonl:5"),
      ("-1", 64, "--index"), ("x", 64, "--index"),
    ] {
      let refused = try run(index)
      #expect(refused.status == status && refused.errors.contains(word), "\(index): \(refused)")
    }
    let twice = try run("0", "--seed", "4")
    #expect(twice.status == 64 && twice.errors.contains("--seed is in"), "\(twice)")
    #expect(try Program.run(["train", "--job", jobs]).status == 64)
    #expect(try Program.run(["train", "--job", folder.path("none"), "--index", "0"]).status == 66)
  }

  @Test func aJobOfEmbedNamesTheIndexOfItsFiles() throws {
    let folder = try Folder(), data = try folder.write("text\ngood\n", as: "data.csv")
    let quoted = try String(decoding: JSONEncoder().encode(data), as: UTF8.self)
    let jobs = try folder.write(
      """
      {"data":\(quoted),"out":"a.bulk","index":"reviews","model":"./none"}
      {"data":\(quoted),"out":"a.bulk","model":"./none"}
      """, as: "jobs.jsonl")
    // Without an index bulk is refused before the model, which is not there, is looked for.
    for (line, status, words) in [("0", Int32(66), "./none"), ("1", 64, "--index NAME")] {
      let outcome = try Program.run(["embed", "--job", jobs, "--index", line, "--offline"], directory: folder.url)
      #expect(outcome.status == status && outcome.errors.contains(words), "\(outcome)")
    }
  }

  @Test func eventsAreJSONLines() throws {
    let folder = try Folder()
    let arguments =
      try Fixture.training(try Fixture.reviews.get(), out: folder.path("out")) + ["--events", "jsonl"]
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome)")
    let events = try outcome.errorLines.map(object)
    let names = events.compactMap { $0["event"] as? String }
    #expect(names.count == events.count && events.allSatisfy { $0["time"] is Double }, "\(outcome)")
    #expect(names.first == "started" && names.last == "done", "\(names)")
    #expect(names.contains("plan") && names.contains("step") && names.contains("bundle"), "\(names)")
    let epochs = events.filter { $0["event"] as? String == "epoch" }
    #expect(epochs.compactMap { $0["epoch"] as? Int } == [1, 2])
    for epoch in epochs {
      let validation = try #require(epoch["validation"] as? [String: Any])
      #expect(validation["macro_f1"] is Double && validation["log_loss"] is Double)
    }
    // The same lines as metrics.jsonl has.
    let log = try String(contentsOfFile: folder.path("out") + "/metrics.jsonl", encoding: .utf8)
    for (line, epoch) in zip(log.split(separator: "\n"), epochs) {
      for (name, value) in try object(String(line)) {
        #expect(epoch[name] as? NSObject == value as? NSObject, "\(name)")
      }
    }
    #expect(events.last?["exit_code"] as? Int == 0)

    let failed = try Program.run(
      try simple(folder.path("other"), "--events", "jsonl", "--text-column", "nope"))
    let last = try object(try #require(failed.errorLines.last))
    #expect(
      last["event"] as? String == "failed" && last["exit_code"] as? Int == failed.status.map(Int.init), "\(failed)")
    #expect(last["message"] is String && failed.status != 0)
    #expect(try Program.run(simple(folder.path("out"), "--events", "jsonl", "--quiet")).status == 64)
  }

  @Test func mergedPartsAreOneComparison() throws {
    let folder = try Folder()
    func arguments(_ out: String, _ more: String...) throws -> [String] {
      [
        "compare", try Fixture.reviews.get(), "--out", folder.path(out), "--model", try Fixture.encoder.get(),
        "--offline",
        "--max-length", "16", "--threads", "1", "--methods", "majority,tfidf,nbsvm,features",
      ] + more
    }
    #expect(try Program.run(arguments("whole")).status == 0)
    for (out, methods) in [("p1", ["features", "majority"]), ("p2", ["nbsvm"]), ("p3", ["tfidf"])] {
      let part = try Program.run(arguments(out) + methods.flatMap { ["--only", $0] })
      #expect(part.status == 0, "\(part)")
      #expect(part.errors.contains("for training"), "\(part)")
    }
    let merged = try Program.run(
      ["compare", "--merge"] + ["p1", "p2", "p3"].map(folder.path) + ["--out", folder.path("merged"), "--json"])
    #expect(merged.status == 0, "\(merged)")
    let record = try timeless("merged", folder), whole = try timeless("whole", folder)
    #expect(record == whole)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("merged")).sorted()
        == FileManager.default.contentsOfDirectory(atPath: folder.path("whole")).sorted())
    let printed = try object(merged.output),
      kept = try object(
        try String(contentsOfFile: folder.path("merged") + "/compare.json", encoding: .utf8))
    #expect(NSDictionary(dictionary: printed) == NSDictionary(dictionary: kept))

    let other = try Program.run(arguments("p4", "--only", "tfidf", "--seed", "5"))
    #expect(other.status == 0, "\(other)")
    func refused(_ parts: [String], _ out: String = "again", _ more: String...) throws -> Program.Outcome {
      try Program.run(["compare", "--merge"] + parts.map(folder.path) + ["--out", folder.path(out)] + more)
    }
    let seeds = try refused(["p1", "p4"])
    #expect(seeds.status == 65 && seeds.errors.contains("the seeds") && seeds.errors.contains("the data"), "\(seeds)")
    let twice = try refused(["p1", "whole"])
    #expect(twice.status == 65 && twice.errors.contains("too"), "\(twice)")
    #expect(try refused(["p1", "p1"]).status == 64)
    #expect(try refused(["p1", "p2"], "p1").status == 64)
    #expect(try refused(["p1", "none"]).status == 66)
    let useless = try refused(["p1", "p2"], "again", "--seed", "3")
    #expect(useless.status == 64 && useless.errors.contains("--seed"), "\(useless)")
    #expect(try Program.run(arguments("p5", "--only", "glove")).status == 64)
    // A figure of a file may be any number.
    let path = folder.path("p2") + "/compare.json"
    try String(contentsOfFile: path, encoding: .utf8)
      .replacing(/"rows_per_second" ?: ?[-+0-9.eE]+/, with: "\"rows_per_second\":-1e300")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let odd = try refused(["p1", "p2", "p3"], "odd")
    #expect(odd.status == 0, "\(odd)")
  }

  /// `compare.json` without what is measured: times, memory, bytes, and what is said of times.
  private func timeless(_ name: String, _ folder: Folder) throws -> NSObject {
    func cut(_ value: Any) -> Any {
      if let list = value as? [Any] { return list.map(cut) }
      guard let object = value as? [String: Any] else { return value }
      let measured: Set = [
        "training_seconds", "rows_per_second", "peak_memory_bytes", "size_bytes", "recommendation",
      ]
      return object.filter { !measured.contains($0.key) }.mapValues(cut)
    }
    let text = try String(contentsOfFile: folder.path(name) + "/compare.json", encoding: .utf8)
    return try #require(cut(try object(text)) as? NSDictionary)
  }
}
