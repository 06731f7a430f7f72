import Foundation
import Testing

/// `train --task tokens`, and every command with the bundle.
struct TokenTrainingTests {
  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
  }

  private func run(_ arguments: [String], status: Int32 = 0) throws -> Program.Outcome {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == status, "\(outcome)")
    return outcome
  }

  /// Sentences whose praise and blame are entities, of one word and of two.
  private static let sentences = (0..<60).map { row -> [(word: String, tag: String)] in
    let praise = ["good", "great", "lovely", "superb"][row % 4], blame = ["bad", "awful", "poor"][row % 3]
    return [("the", "O"), (["screen", "battery", "book"][row % 3], "O"), ("is", "O"), (praise, "B-PRAISE")]
      + (row % 2 == 0 ? [("love", "I-PRAISE")] : [("and", "O")]) + (row % 5 == 0 ? [] : [(blame, "B-BLAME")])
  }

  private static func conll(_ tag: (String) -> String = { $0 }) -> String {
    sentences.map { $0.map { "\($0.word) \(tag($0.tag))\n" }.joined() }.joined(separator: "\n")
  }

  @Test func aFieldWithoutAnEncoderGoesThroughEveryCommand() throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let data = try folder.write(Self.conll(), as: "praise.conll")
    let field = ["train", data, "--task", "tokens", "--method", "crf", "--out", bundle, "--offline"]
    let training = try run(field + ["--test", "0.2", "--folds", "1", "--json", "--max-length", "9"])
    let report = try object(training.output), test = try #require(report["test"] as? [String: Any])
    #expect(try #require(test["f1"] as? Double) > 0.9 && report["method"] as? String == "crf", "\(training)")
    #expect(training.errors.contains("crf: CRF, no encoder") && training.errors.contains("entities    BLAME"))
    #expect(training.errors.contains("--max-length has no effect"), "\(training)")
    let record = try object(String(contentsOfFile: bundle + "/bertft.json", encoding: .utf8))
    #expect(record["format_version"] as? Int == 9 && (record["labels"] as? [String])?.first == "O")
    #expect(try object(run(["evaluate", bundle, data, "--json"]).output)["rows"] as? Int == 60)
    let line = try object(run(["predict", bundle, "--text", "the screen is great love"]).output)
    let entities = try #require(line["entities"] as? [[String: Any]])
    #expect(entities.first?["label"] as? String == "PRAISE" && entities.first?["text"] as? String == "great love")
    let page = try String(contentsOfFile: bundle + "/report.html", encoding: .utf8)
    #expect(page.contains("conditional random field") && page.contains("Label, by entities"))
    let server = try Server(bundle)
    let served = try server.classify(#"{"input":"the screen is great love"}"#)
    let result = try #require((served.json["results"] as? [[String: Any]])?.first)
    #expect((result["entities"] as? [[String: Any]])?.first?["text"] as? String == "great love", "\(served)")
    _ = try server.stop()
    let compared = try run([
      "compare", data, "--task", "tokens", "--methods", "crf", "--validation", "0", "--test", "0.2", "--out",
      folder.path("compare"), "--offline", "--json",
    ])
    let rung = try #require((try object(compared.output)["rungs"] as? [[String: Any]])?.first)
    let made = try #require(((rung["runs"] as? [[String: Any]])?.first)?["bundle"] as? String)
    _ = try run(["predict", folder.path("compare") + "/" + made, "--text", "the screen is great love"])
    // Labels of texts are not for it, nor is what an encoder alone has.
    let texts = try folder.write(Reviews.csv(rows: 24), as: "texts.csv")
    let refused = try run(["train", texts, "--method", "crf", "--out", folder.path("no"), "--offline"], status: 64)
    #expect(refused.errors.contains("learns labels of tokens"), "\(refused)")
    _ = try run(field + ["--resume"], status: 64)
    _ = try run(field + ["--label-smoothing", "0.1"], status: 64)
  }

  @Test func columnsGoThroughEveryCommand() throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let data = try folder.write(Self.conll(), as: "praise.conll")
    let training = try run(
      Fixture.training(data, out: bundle, epochs: 12)
        + ["--task", "tokens", "--test", "0.2", "--learning-rate", "5e-3", "--json"])
    let report = try object(training.output), test = try #require(report["test"] as? [String: Any])
    #expect(Set(test.keys) == ["rows", "precision", "recall", "f1", "per_label"])
    #expect(try #require(test["f1"] as? Double) > 0.9, "\(training)")
    #expect(report["majority_test"] is NSNull && report["method"] as? String == "finetune")
    #expect(training.errors.contains("entities    BLAME") && training.errors.contains("F1"), "\(training)")
    let judged = try object(run(["evaluate", bundle, data, "--json"]).output)
    #expect(judged["rows"] as? Int == 60)
    let line = try object(run(["predict", bundle, "--text", "the screen is great love"]).output)
    let entities = try #require(line["entities"] as? [[String: Any]])
    #expect(entities.first?["label"] as? String == "PRAISE" && entities.first?["text"] as? String == "great love")
    let inspected = try run(["inspect", bundle]).output
    #expect(inspected.contains("trained, of tokens") && inspected.contains("5: O, B-BLAME, I-BLAME"), "\(inspected)")
    let page = try String(contentsOfFile: bundle + "/report.html", encoding: .utf8)
    #expect(page.contains("PRAISE") && page.contains("Label, by entities"))
    let config = try object(String(contentsOfFile: bundle + "/config.json", encoding: .utf8))
    #expect(config["architectures"] as? [String] == ["BertForTokenClassification"] && config["problem_type"] == nil)
    let refused = try run(["rank", bundle, "--query", "a", data], status: 65)
    #expect(refused.errors.contains("token classification"), "\(refused)")
    let server = try Server(bundle)
    let served = try server.classify(#"{"input":"the screen is great love"}"#)
    let result = try #require((served.json["results"] as? [[String: Any]])?.first)
    #expect((result["entities"] as? [[String: Any]])?.first?["text"] as? String == "great love", "\(served)")
    _ = try server.stop()
    // Several seeds, by another method, from what predict writes.
    let spans = try folder.write(run(["predict", bundle, data]).output, as: "spans.jsonl")
    let seeds = try run(
      Fixture.training(spans, out: folder.path("again"), epochs: 2)
        + ["--task", "tokens", "--method", "lora", "--adapter-out", folder.path("adapter"), "--seeds", "2", "--plot"])
    #expect(seeds.output.contains("over 2 seeds") && seeds.output.contains("macro F1"), "\(seeds)")
    _ = try run(["evaluate", folder.path("again-seed43"), spans])
    _ = try run(["predict", folder.path("adapter-seed42"), "--text", "a good book"])
  }

  @Test func aBundleBecomesInt8AndIsJudgedOnTheRowsHeldOut() throws {
    let folder = try Folder(), bundle = folder.path("bundle"), small = folder.path("small")
    let data = try folder.write(Self.conll(), as: "praise.conll")
    _ = try run(
      Fixture.training(data, out: bundle, epochs: 12) + ["--task", "tokens", "--learning-rate", "5e-3"])
    let quantize = ["quantize", bundle, "--data", data, "--out", small]
    let outcome = try run(quantize + ["--min-agreement", "0.8", "--json"])
    let report = try object(outcome.output)
    #expect(report["rows"] as? Int == 6 && outcome.errors.contains("6 rows held out"), "\(outcome)")
    #expect(try #require(report["same_class"] as? Double) > 0.9 && (report["words"] as? Int ?? 0) > 24)
    #expect(try #require(report["entity_f1"] as? Double) > 0.8 && report["same_label"] is NSNull)
    let exact = try #require(report["f1_fp32"] as? Double)
    #expect(exact > 0.8 && report["f1_int8"] is Double && report["largest_logit_difference"] as? Double != 0)
    let record = try object(String(contentsOfFile: small + "/bertft.json", encoding: .utf8))
    let agreement = try #require(record["agreement"] as? [String: Any])
    #expect(record["precision"] as? String == "int8" && record["format_version"] as? Int == 2)
    #expect((agreement["tokens"] as? [String: Any])?["words"] as? Int == report["words"] as? Int)

    // What no training row holds back: the rows of another file, judged by both commands.
    let other = try folder.write(Self.conll() + "\n", as: "other.conll")
    let again = try object(
      run(["quantize", bundle, "--data", other, "--out", folder.path("all"), "--min-agreement", "0.8", "--json"]).output
    )
    let judged = try [bundle, folder.path("all")].map { try object(run(["evaluate", $0, other, "--json"]).output) }
    #expect(again["rows"] as? Int == 60)
    #expect(again["f1_fp32"] as? Double == judged[0]["f1"] as? Double)
    #expect(again["f1_int8"] as? Double == judged[1]["f1"] as? Double)

    let line = try object(run(["predict", small, "--text", "the screen is great love"]).output)
    #expect((line["entities"] as? [[String: Any]])?.first?["text"] as? String == "great love")
    let server = try Server(small)
    let served = try server.classify(#"{"input":"the screen is great love"}"#)
    let result = try #require((served.json["results"] as? [[String: Any]])?.first)
    #expect((result["entities"] as? [[String: Any]])?.first?["text"] as? String == "great love", "\(served)")
    #expect(try run(["inspect", small]).output.contains("0 absent"))

    // Texts without entities, words without tags, and what does not fit.
    let texts = try folder.write("text\nthe screen is great love\nthe book is poor\n", as: "texts.csv")
    let words = try folder.write("the\nscreen\nis\ngood\n\npoor\n", as: "words.conll")
    _ = try run(["embed", texts, "--model", small, "--out", folder.path("vectors.npy"), "--offline"])
    for file in [texts, words] {
      let plain = try run(["quantize", bundle, "--data", file, "--out", small, "--min-agreement", "0.5", "--json"])
      let report = try object(plain.output)
      #expect(report["rows"] as? Int == 2 && report["f1_fp32"] is NSNull, "\(plain)")
      #expect(plain.errors.contains("without true entities") == (file == words), "\(plain)")
    }
    // Of sixty classes without training the two highest are often nearly equal.
    let many = try TinyModel.write(
      to: folder.url.appendingPathComponent("many"), labels: ["O"] + (0..<59).map { "B-L\($0)" }, ofTokens: true)
    let reviews = try Fixture.reviews.get()
    let strict = try run(
      ["quantize", many, "--data", reviews, "--out", folder.path("none"), "--min-agreement", "1"], status: 65)
    #expect(strict.errors.contains("same class to") && strict.errors.contains("--min-agreement"), "\(strict)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
    #expect(try run(quantize + ["--label-column", "x"], status: 64).errors.contains("--label-column"))
    #expect(
      try run(["quantize", small, "--data", data, "--out", folder.path("none")], status: 65).errors.contains(
        "int8 already"))
  }

  @Test func schemesAreKeptAndIOB1BecomesBIO() throws {
    let folder = try Folder()
    let iob = try folder.write(Self.conll { $0.replacingOccurrences(of: "B-", with: "I-") }, as: "old.iob")
    let old = try run(
      Fixture.training(iob, out: folder.path("old"), epochs: 1) + ["--task", "tokens", "--validation", iob])
    #expect(old.errors.contains("IOB1") && old.errors.contains("in BIO"), "\(old)")
    let bilou = try folder.write(
      Self.conll { $0.replacingOccurrences(of: "B-BLAME", with: "U-BLAME").replacingOccurrences(of: "I-", with: "L-") },
      as: "new.bio")
    _ = try run(
      Fixture.training(bilou, out: folder.path("new"), epochs: 1) + ["--task", "tokens", "--method", "bitfit"])
    #expect(try run(["inspect", folder.path("new")]).output.contains("O, B-BLAME, I-BLAME, L-BLAME, U-BLAME"))
  }

  @Test func fewSentencesAreCrossValidated() throws {
    let folder = try Folder(), data = try folder.write(Self.conll(), as: "praise.conll")
    let arguments =
      try Fixture.training(data, out: folder.path("bundle"), epochs: 1)
      + ["--task", "tokens", "--folds", "3"]
    let outcome = try run(arguments + ["--json"])
    #expect(
      outcome.errors.contains("cross-validated in 3 parts") && outcome.errors.contains("cross-validation: part 3 of 3"),
      "\(outcome)")
    let report = try object(outcome.output)
    #expect(report["folds"] as? Int == 3)
    #expect((report["validation"] as? [String: Any])?["rows"] as? Int == 60, "\(outcome)")
    let people = try run(
      Fixture.training(data, out: folder.path("other"), epochs: 1) + ["--task", "tokens", "--folds", "3"])
    #expect(people.output.contains("Cross-validation in 3 parts"), "\(people)")
  }

  @Test func whatIsLearntOtherwiseIsTold() throws {
    let folder = try Folder()
    let rows = """
      {"text": "the screen is great love", "spans": [{"start": 14, "end": 24, "label": "PRAISE"}]}
      {"text": "the screen is great love", "spans": [{"start": 15, "end": 19, "label": "PRAISE"}]}
      {"text": "the book is poor", "spans": []}

      """
    let data = try folder.write(rows, as: "spans.jsonl")
    let arguments = try Fixture.training(data, out: folder.path("bundle"), epochs: 1) + ["--task", "tokens"]
    let outcome = try run(arguments + ["--validation", "0"])
    #expect(
      outcome.errors.contains("line 2") && outcome.errors.contains("do not begin and end with words"), "\(outcome)")
    let cut = try run(arguments + ["--validation", "0", "--max-length", "5", "--long-text", "truncate"])
    #expect(cut.errors.contains("behind the cut"), "\(cut)")
    let none = try folder.write("the O\nbook O\n", as: "none.conll")
    let refused = try run(
      Fixture.training(none, out: folder.path("none")) + ["--task", "tokens", "--validation", "0"], status: 65)
    #expect(refused.errors.contains("no entity"), "\(refused)")
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let folder = try Folder(), data = try folder.write(Self.conll(), as: "praise.conll")
    let csv = try folder.write("text,label\na,b\n", as: "data.csv")
    let cases: [(arguments: [String], words: String)] = [
      (["--labels", "PRAISE,BLAME"], "--labels"), (["--label-column", "tag"], "--label-column"),
      (["--label-columns", "a,b"], "--label-columns"), (["--text-column", "word"], "--text-column"),
      (["--unknown-labels", "skip"], "--unknown-labels"), (["--text-pair-column", "b"], "--text-pair-column"),
      (["--class-weights", "balanced"], "--class-weights"), (["--calibrate"], "--calibrate"),
      (["--no-header"], "--no-header"), (["--abstain-precision", "0.9"], "--abstain-precision"),
      (["--method", "tfidf"], "--method tfidf"), (["--method", "features"], "--method features"),
      (["--metric", "accuracy"], "--metric accuracy"), (["--long-text", "head-tail"], "--long-text head-tail"),
    ]
    for (more, words) in cases {
      let outcome = try run(
        Fixture.training(data, out: folder.path("bundle")) + ["--task", "tokens"] + more, status: 64)
      #expect(outcome.errors.contains(words), "\(outcome)")
    }
    let table = try run(Fixture.training(csv, out: folder.path("bundle")) + ["--task", "tokens"], status: 64)
    #expect(table.errors.contains("has no labels of tokens"), "\(table)")
    let texts = try run(Fixture.training(data, out: folder.path("bundle")), status: 64)
    #expect(texts.errors.contains("--task tokens"), "\(texts)")
    for (more, words) in [
      (["--methods", "tfidf"], "majority,crf,finetune"), (["--text-column", "a"], "--text-column"),
    ] {
      #expect(try run(["compare", data, "--task", "tokens", "--offline"] + more, status: 64).errors.contains(words))
    }
    let metric = try run(
      Fixture.training(csv, out: folder.path("bundle")) + ["--metric", "f1"], status: 64)
    #expect(metric.errors.contains("--metric f1"), "\(metric)")
  }
}
