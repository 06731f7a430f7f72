import Foundation
import Testing

/// What a training command leaves behind, and what its options do to that.
struct TrainingTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  @Test func bundleHoldsWhatTheContractSays() throws {
    let folder = try Folder()
    let out = folder.path("out")
    let outcome = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: out) + ["--labels", "pos,neg,neu"])
    #expect(outcome.status == 0, "\(outcome)")
    let names = try Set(FileManager.default.contentsOfDirectory(atPath: out))
    #expect(names.isSuperset(of: ["config.json", "model.safetensors", "vocab.txt", "bertft.json", "metrics.jsonl"]))
    let configuration = try object(String(contentsOfFile: out + "/config.json", encoding: .utf8))
    #expect(configuration["id2label"] as? [String: String] == ["0": "pos", "1": "neg", "2": "neu"])
    #expect(configuration["label2id"] as? [String: Int] == ["pos": 0, "neg": 1, "neu": 2])
    #expect(configuration["problem_type"] as? String == "single_label_classification")
    // Nothing is left beside it.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["out"])
  }

  @Test func planIsSaidBeforehand() throws {
    let folder = try Folder()
    let outcome = try Program.run(try Fixture.training(try Fixture.reviews.get(), out: folder.path("out")))
    for part in ["encoder", "method", "rows", "neg 18", "exceed 16 tokens", "steps", "expected"] {
      #expect(outcome.errors.contains(part), "\(outcome)")
    }
    #expect(outcome.output.contains("Validation"))
    #expect(outcome.output.contains("true \\ predicted"))
  }

  /// Where a share would hold a few rows, all rows are judged, each by a model that did not learn from it.
  @Test func fewRowsAreCrossValidated() throws {
    let folder = try Folder()
    let arguments = [
      "train", try Fixture.reviews.get(), "--model", try Fixture.encoder.get(), "--method", "features", "--offline",
      "--max-length", "16", "--out", folder.path("out"), "--json", "--force",
    ]
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0 && outcome.errors.contains("cross-validated in 5 parts"), "\(outcome)")
    let report = try object(outcome.output)
    #expect(report["folds"] as? Int == 5)
    #expect((report["validation"] as? [String: Any])?["rows"] as? Int == 60)
    let three = try Program.run(arguments + ["--folds", "3", "--method", "tfidf"])
    #expect(try object(three.output)["folds"] as? Int == 3, "\(three)")
    // Rows that choose the epoch cannot judge it too.
    let chosen = try Program.run(arguments + ["--method", "finetune", "--epochs", "1", "--metric", "macro-f1"])
    #expect(try object(chosen.output)["folds"] is NSNull, "\(chosen)")
    for refused in [
      ["--folds", "0"], ["--folds", "3", "--validation", "rows.csv"], ["--folds", "101"],
    ] {
      #expect(try Program.run(arguments + refused).status == 64)
    }
  }

  @Test func threadsDoNotChangeTheWeights() throws {
    let folder = try Folder()
    var weights: [Data?] = []
    for threads in ["1", "2", "3"] {
      let out = folder.path("out" + threads)
      let outcome = try Program.run(
        try Fixture.training(try Fixture.reviews.get(), out: out, epochs: 1) + ["--threads", threads])
      #expect(outcome.status == 0, "\(outcome)")
      weights.append(FileManager.default.contents(atPath: out + "/model.safetensors"))
    }
    #expect(weights[0] != nil)
    #expect(weights[0] == weights[1] && weights[1] == weights[2])
  }

  @Test func seedsGiveABundleEachAndTheSpread() throws {
    let folder = try Folder()
    let arguments =
      try Fixture.training(try Fixture.reviews.get(), out: folder.path("out"), epochs: 1)
      + ["--seeds", "2", "--seed", "7"]
    let text = try Program.run(arguments)
    #expect(text.status == 0, "\(text)")
    #expect(text.output.contains("over 2 seeds") && text.output.contains("±"))
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: folder.url.path)) == ["out-seed7", "out-seed8"])
    let runs = try #require(try object(try Program.run(arguments + ["--json"]).output)["runs"] as? [[String: Any]])
    #expect(runs.map { $0["seed"] as? Int } == [7, 8])
  }

  @Test func filesForValidationAndTestAreUsed() throws {
    let folder = try Folder()
    let validation = try folder.write(Reviews.csv(rows: 12), as: "validation.csv")
    let test = try folder.write(Reviews.csv(rows: 9), as: "test.csv")
    let outcome = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: folder.path("out"), epochs: 1)
        + ["--validation", validation, "--test", test, "--json"])
    #expect(outcome.status == 0, "\(outcome)")
    let result = try object(outcome.output)
    #expect((result["validation"] as? [String: Any])?["rows"] as? Int == 12)
    #expect((result["test"] as? [String: Any])?["rows"] as? Int == 9)
  }

  @Test func valuesMayStandForLabels() throws {
    let folder = try Folder()
    let text = Reviews.csv(rows: 40, labels: ["pos", "neg"])
      .replacingOccurrences(of: ",pos\n", with: ",1\n").replacingOccurrences(of: ",neg\n", with: ",0\n")
    let data = try folder.write(text, as: "data.csv")
    let labels = ["--labels", "bad=0,good=1"]
    let out = folder.path("out")
    let trained = try Program.run(try Fixture.training(data, out: out, epochs: 1) + labels)
    #expect(trained.status == 0, "\(trained)")
    let predicted = try object(try Program.run(["predict", out, "--text", "good"]).output)
    #expect(Set(try #require(predicted["scores"] as? [String: Any]).keys) == ["bad", "good"])
    let evaluated = try Program.run(["evaluate", out, data, "--json"] + labels)
    #expect(try object(evaluated.output)["labels"] as? [String] == ["bad", "good"], "\(evaluated)")
    // The bundle remembers the values, so that they need not be said again; other values are unknown labels.
    #expect(try Program.run(["evaluate", out, data, "--json"]).output == evaluated.output)
    let unmapped = try Program.run(["evaluate", out, data, "--labels", "bad,good"])
    #expect(unmapped.status == 65, "\(unmapped)")
  }

  @Test func defaultOutputIsNamedAfterTheData() throws {
    let folder = try Folder()
    _ = try folder.write(Reviews.csv(rows: 30), as: "mine.csv")
    let outcome = try Program.run(
      [
        "train", "mine.csv", "--model", try Fixture.encoder.get(), "--method", "features", "--threads", "1",
        "--max-length", "32",
      ],
      directory: folder.url)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("Next: bertft predict mine-bertft"))
    #expect(FileManager.default.fileExists(atPath: folder.path("mine-bertft/bertft.json")))
  }

  @Test func standardInputIsLearntFrom() throws {
    let folder = try Folder()
    let arguments = try Fixture.training("-", out: folder.path("out"), epochs: 1) + ["--input-format", "csv"]
    let outcome = try Program.run(arguments, input: Data(Reviews.csv(rows: 30).utf8))
    #expect(outcome.status == 0, "\(outcome)")
  }
}
