import Foundation
import Testing

/// Several questions about a text through every command.
struct MultiTaskCommandTests {
  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
  }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  /// Reviews with a topic, a number and tags; some rows lack some answers.
  private static let csv =
    "text,category,rating,tags\n"
    + (0..<60).map { row -> String in
      let good = row % 2 == 0, screen = row % 3 == 0
      return "a \(good ? "lovely" : "poor") \(screen ? "screen" : "battery"),"
        + "\(row % 5 == 1 ? "" : screen ? "screen" : "battery"),\(row % 7 == 2 ? "" : good ? "5" : "1"),"
        + "\(row % 5 == 3 ? "" : good ? "good|\(screen ? "big" : "small")" : "[]")\n"
    }.joined()

  private static let tasks = [
    "--task", "topic=category", "--task", "stars=rating:regression", "--task", "flags=tags:multi-label",
  ]

  @Test func severalQuestionsAreCompared() throws {
    let folder = try Folder(), out = folder.path("out")
    let arguments = [
      "compare", try folder.write(Self.csv, as: "data.csv"), "--out", out, "--model", try Fixture.encoder.get(),
      "--offline", "--epochs", "1", "--max-length", "16", "--threads", "1", "--methods",
      "majority,tfidf,nbsvm,finetune",
    ]
    let outcome = try run(arguments + Self.tasks)
    for part in ["task topic", "task stars", "R²", "micro F1", "fine-tuned encoder over TF-IDF", "compare.json"] {
      #expect(outcome.output.contains(part), "\(outcome)")
    }
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: out)) == [
        "compare.json", "report.html", "finetune", "tasks",
      ])
    let again = try run(arguments + Self.tasks + ["--resume", "--json"])
    let tasks = try #require(try object(again.output)["tasks"] as? [String: [String: Any]])
    #expect(Set(tasks.keys) == ["topic", "stars", "flags"] && again.errors.contains("(done before)"))
    #expect((tasks["stars"]?["rungs"] as? [[String: Any]])?.count == 3, "\(again)")
    _ = try run(["predict", out + "/tasks/topic/tfidf", "--text", "a lovely screen"])
  }

  @Test func severalQuestionsGoThroughEveryCommand() async throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let data = try folder.write(Self.csv, as: "data.csv")
    let training = try run(
      Fixture.training(data, out: bundle, epochs: 6) + Self.tasks
        + ["--test", "0.2", "--task-weights", "topic=2,stars=1,flags=1", "--json"])
    let test = try #require(try object(training.output)["test"] as? [String: Any])
    #expect(Set(test.keys) == ["rows", "tasks"] && (test["tasks"] as? [String: Any])?.count == 3, "\(training)")

    let record = try object(String(contentsOfFile: bundle + "/bertft.json", encoding: .utf8))
    let tasks = try #require(record["tasks"] as? [[String: Any]])
    #expect(tasks.map { $0["name"] as? String } == ["topic", "stars", "flags"])
    #expect(tasks.map { $0["column"] as? String } == ["category", "rating", "tags"])
    let configuration = try object(String(contentsOfFile: bundle + "/config.json", encoding: .utf8))
    #expect(configuration["architectures"] as? [String] == ["BertModel"] && configuration["id2label"] == nil)

    let judged = try object(run(["evaluate", bundle, data, "--json"]).output)
    let figures = try #require(judged["tasks"] as? [String: [String: Any]])
    #expect(judged["rows"] as? Int == 60 && figures["topic"]?["rows"] as? Int == 48)
    #expect(figures["stars"]?["r2"] is Double && figures["flags"]?["micro_f1"] is Double)
    #expect(try run(["evaluate", bundle, data]).output.contains("task flags"))

    let line = try object(run(["predict", bundle, "--text", "a lovely screen", "--top", "1", "--logits"]).output)
    let answers = try #require(line["tasks"] as? [String: [String: Any]])
    #expect(line["text"] as? String == "a lovely screen" && Set(answers.keys) == ["topic", "stars", "flags"])
    #expect(answers["topic"]?["label"] is String && (answers["topic"]?["scores"] as? [String: Double])?.count == 1)
    #expect(answers["stars"]?["score"] is Double && answers["flags"]?["labels"] is [String])

    let table = try run(["predict", bundle, "--text", "a lovely, screen", "--format", "csv", "--logits"]).outputLines
    let same = try object(run(["predict", bundle, "--text", "a lovely, screen", "--logits"]).output)
    let one = try #require(same["tasks"] as? [String: [String: Any]])
    #expect(
      table[0] == "text,topic_label,topic_score_battery,topic_score_screen,topic_logit_battery,topic_logit_screen,"
        + "stars_score,stars_logit,flags_labels,flags_score_big,flags_score_good,flags_score_small,flags_logit_big,"
        + "flags_logit_good,flags_logit_small")
    let fields = table[1].dropFirst("\"a lovely, screen\",".count).split(
      separator: ",", omittingEmptySubsequences: false)
    #expect(table[1].hasPrefix("\"a lovely, screen\",") && String(fields[0]) == one["topic"]?["label"] as? String)
    #expect(
      fields[1...2].map { Double($0) }
        == ["battery", "screen"].map { (one["topic"]?["scores"] as? [String: Double])?[$0] })
    #expect(Double(fields[5]) == one["stars"]?["score"] as? Double)
    #expect(fields.suffix(3).map { Double($0) } == one["flags"]?["logits"] as? [Double])

    let found = try run(["inspect", bundle]).output
    #expect(
      found.contains("flags, stars, topic") && found.contains(" 0 absent") && found.contains("0 unused"), "\(found)")
    #expect(!found.contains("absent   "), "\(found)")
    _ = try run(["embed", data, "--model", bundle, "--out", folder.path("vectors.jsonl"), "--offline"])

    let own = folder.path("own")
    _ = try run(["export", bundle, "--task", "topic", "--out", own])
    let alone = try object(run(["predict", own, "--text", "a lovely screen", "--top", "1", "--logits"]).output)
    #expect(alone["label"] as? String == answers["topic"]?["label"] as? String)
    #expect(alone["logits"] as? [Double] == answers["topic"]?["logits"] as? [Double])
    #expect(
      try run(["evaluate", own, data, "--label-column", "category", "--bad-rows", "skip"]).output.contains("accuracy"))

    let server = try Server(bundle)
    let answer = try server.classify(#"{"input": ["a lovely screen", "a poor battery"]}"#)
    let results = try #require(answer.json["results"] as? [[String: Any]])
    let served = try #require(results.first?["tasks"] as? [String: [String: Any]])
    #expect(results.count == 2 && served["topic"]?["label"] as? String == answers["topic"]?["label"] as? String)
    _ = try server.stop()
  }

  @Test func fewRowsAreCrossValidated() throws {
    let folder = try Folder(), data = try folder.write(Self.csv, as: "data.csv")
    let outcome = try run(
      Fixture.training(data, out: folder.path("bundle"), epochs: 1) + Self.tasks + ["--folds", "3", "--json"])
    #expect(outcome.errors.contains("cross-validated in 3 parts"), "\(outcome)")
    #expect(outcome.errors.contains("topic: only 48 rows judge"), "\(outcome)")
    let report = try object(outcome.output)
    let figures = try #require((report["validation"] as? [String: Any])?["tasks"] as? [String: [String: Any]])
    #expect(report["folds"] as? Int == 3 && figures["topic"]?["rows"] as? Int == 48, "\(outcome)")
  }

  /// Of several questions the one with a number ranks.
  @Test func oneOfSeveralQuestionsRanks() throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let rows = (0..<40).map { row in
      "what is good,a \(row % 2 == 0 ? "lovely" : "poor") \(row % 3 == 0 ? "screen" : "battery"),"
        + "\(row % 2),\(row % 2 == 0 ? 5 : 1),\(row % 3)\n"
    }
    let data = try folder.write("text,reply,kind,stars,size\n" + rows.joined(), as: "pairs.csv")
    let kind = ["--task", "kind=kind"], stars = ["--task", "stars=stars:regression"]
    let size = ["--task", "size=size:regression"]
    _ = try run(
      Fixture.training(data, out: bundle, epochs: 4) + kind + stars + ["--text-pair-column", "reply"])
    let texts = try folder.write("text\na poor battery\na lovely screen\n", as: "texts.csv")
    let query = [texts, "--query", "what is good"]
    let ranking = try run(["rank", bundle] + query)
    let best = try object(ranking.outputLines[0])
    #expect(try run(["rank", bundle, "--task", "stars"] + query).output == ranking.output)
    // The score is the question's answer to the pair.
    let pair = try folder.write("text,reply\nwhat is good,\(best["text"] as? String ?? "")\n", as: "pair.csv")
    let asked = try object(run(["predict", bundle, pair, "--text-pair-column", "reply"]).output)
    let answers = try #require(asked["tasks"] as? [String: [String: Any]])
    #expect(answers["stars"]?["score"] as? Double == best["score"] as? Double, "\(ranking)")
    let labels = try Program.run(["rank", bundle, "--task", "kind"] + query)
    #expect(labels.status == 65 && labels.errors.contains("gives labels to kind"), "\(labels)")
    let unknown = try Program.run(["rank", bundle, "--task", "none"] + query)
    #expect(unknown.status == 64 && unknown.errors.contains("answers kind, stars"), "\(unknown)")

    let several = folder.path("several")
    _ = try run(
      Fixture.training(data, out: several, epochs: 1) + stars + size + ["--text-pair-column", "reply"])
    let unnamed = try Program.run(["rank", several] + query)
    #expect(unnamed.status == 64 && unnamed.errors.contains("stars, size"), "\(unnamed)")
    #expect(try run(["rank", several, "--task", "size"] + query).outputLines.count == 2)
    let single = try Program.run(["rank", try Fixture.classifier.get(), "--task", "a"] + query)
    #expect(single.status == 64 && single.errors.contains("--task a"), "\(single)")
  }

  @Test func severalQuestionsBecomeInt8() throws {
    let folder = try Folder(), bundle = folder.path("bundle"), small = folder.path("small")
    let data = try folder.write(Self.csv, as: "data.csv")
    _ = try run(Fixture.training(data, out: bundle, epochs: 6) + Self.tasks)
    let outcome = try run(
      ["quantize", bundle, "--data", data, "--out", small, "--min-agreement", "0.5", "--json"])
    let report = try object(outcome.output)
    #expect(report["rows"] as? Int == 6 && outcome.errors.contains("6 rows held out"), "\(outcome)")
    let tasks = try #require(report["tasks"] as? [String: [String: Any]])
    #expect(Set(tasks.keys) == ["topic", "stars", "flags"] && report["same_label"] is NSNull)
    #expect(tasks["topic"]?["same_label"] is Double && tasks["flags"]?["same_label"] is Double)
    #expect(try #require(tasks["stars"]?["correlation"] as? Double) > 0.5)
    let record = try object(String(contentsOfFile: small + "/bertft.json", encoding: .utf8))
    #expect(record["precision"] as? String == "int8" && record["format_version"] as? Int == 4)
    let people = try run(["quantize", bundle, "--data", data, "--out", small, "--min-agreement", "0.5"])
    #expect(people.output.contains("task topic") && people.output.contains("correlation"), "\(people)")

    // The same texts through both bundles give what the report says.
    let texts = ["a lovely screen", "a poor battery", "a lovely battery", "a poor screen"]
    let table = try folder.write("text\n" + texts.joined(separator: "\n") + "\n", as: "texts.csv")
    let compared = try object(
      run(["quantize", bundle, "--data", table, "--out", small, "--min-agreement", "0", "--json"]).output)
    let figures = try #require(compared["tasks"] as? [String: [String: Any]])
    let lines = try [bundle, small].map { try run(["predict", $0, table, "--logits"]).outputLines.map(object) }
    for task in ["topic", "stars", "flags"] {
      let logits = try lines.map {
        try $0.map { line in
          try #require(((line["tasks"] as? [String: [String: Any]])?[task])?["logits"] as? [Double])
        }
      }
      let largest = zip(logits[0].joined(), logits[1].joined()).map { abs($0 - $1) }.max() ?? 0
      let told = try #require(figures[task]?["largest_logit_difference"] as? Double)
      #expect(largest > 0 && abs(largest - told) < 1e-5)
    }
    let labels = lines.map { $0.map { (($0["tasks"] as? [String: [String: Any]])?["topic"])?["label"] as? String } }
    let same = zip(labels[0], labels[1]).count { $0 == $1 }
    #expect(figures["topic"]?["same_label"] as? Double == Double(same) / 4)

    #expect(try object(run(["evaluate", small, data, "--json"]).output)["rows"] as? Int == 60)
    #expect(try run(["inspect", small]).output.contains(" 0 absent"))
    let server = try Server(small)
    #expect(try server.classify(#"{"input": "a lovely screen"}"#).body.contains("\"tasks\""))
    _ = try run(["embed", table, "--model", small, "--out", folder.path("vectors.npy"), "--offline"])
    let strict = try Program.run([
      "quantize", bundle, "--data", data, "--out", folder.path("none"), "--min-agreement", "1",
    ])
    #expect(strict.status == 65 && strict.errors.contains("of stars"), "\(strict)")
  }

  @Test func whatSeveralQuestionsDoNotHaveIsRefused() throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let data = try folder.write(Self.csv, as: "data.csv")
    func refused(_ more: [String], says words: String, status: Int32 = 64) throws {
      let outcome = try Program.run(try Fixture.training(data, out: folder.path("other")) + more)
      #expect(outcome.status == status && outcome.errors.contains(words), "\(outcome)")
    }
    try refused(["--task", "a=category", "--task", "a=rating:regression"], says: "given twice")
    try refused(["--task", "a=category", "--task", "regression"], says: "leave out one of the two")
    try refused(["--task", "label", "--task", "regression"], says: "given once")
    try refused(["--task", "a b=category"], says: "letters")
    try refused(["--task", "a=category", "--labels", "x,y"], says: "--labels is for one question")
    try refused(["--task", "a=category", "--label-column", "tags"], says: "--label-column is for one question")
    try refused(["--task", "a=nothing"], says: "--task a")
    try refused(["--task", "a=category", "--method", "features"], says: "--method")
    try refused(["--task", "a=category", "--metric", "accuracy"], says: "--metric")
    try refused(
      ["--task", "a=category", "--method", "lora", "--adapter-out", folder.path("adapter"), "--bad-rows", "skip"],
      says: "--adapter-out")
    try refused(["--task", "a=category", "--task-weights", "b=1"], says: "--task-weights")
    try refused(["--task-weights", "b=1", "--label-column", "category", "--bad-rows", "skip"], says: "--task-weights")
    let compare = try Program.run(["compare", data, "--task", "a=category", "--curve", "--offline"])
    #expect(compare.status == 64 && compare.errors.contains("--curve"), "\(compare)")

    _ = try run(Fixture.training(data, out: bundle, epochs: 1) + Self.tasks)
    let whole = try Program.run(["evaluate", bundle, data, "--json"])
    let pipe = try Program.run(
      ["evaluate", bundle, "-", "--input-format", "csv", "--json"],
      input: Data(contentsOf: URL(fileURLWithPath: data)))
    #expect(pipe.status == 0 && pipe.output == whole.output, "\(pipe)")
    let unnamed = try Program.run(["evaluate", bundle, "-"], input: Data())
    #expect(unnamed.status == 64 && unnamed.errors.contains("--input-format"), "\(unnamed)")
    let unsure = try Program.run(["predict", bundle, "--text", "a", "--abstain-below", "0.5"])
    #expect(unsure.status == 64 && unsure.errors.contains("--abstain-below"), "\(unsure)")
    let wrong = try Program.run(["export", bundle, "--task", "tune", "--out", folder.path("tune")])
    #expect(wrong.status == 64 && wrong.errors.contains("topic, stars, flags"), "\(wrong)")
    let single = try Program.run(["export", try Fixture.classifier.get(), "--task", "a", "--out", folder.path("b")])
    #expect(single.status == 66 || single.status == 65, "\(single)")
  }
}
