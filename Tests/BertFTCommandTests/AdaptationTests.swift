import Foundation
import Testing

/// `bertft train --adapt-to`: what is written and said, and what is refused.
struct AdaptationTests {
  private static let target =
    "text\n"
    + (0..<24).map {
      "the \(["screen", "battery", "book"][$0 % 3]) was very \(["good", "poor", "blue", "lovely"][$0 % 4]) box\n"
    }
    .joined()

  private func arguments(_ out: String, _ method: String = "features") throws -> [String] {
    [
      "train", try Fixture.reviews.get(), "--model", try Fixture.encoder.get(), "--method", method, "--offline",
      "--max-length", "16", "--threads", "1", "--folds", "1", "--out", out,
    ]
  }

  private func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func receiptIsWrittenAndSaid() throws {
    let folder = try Folder(), out = folder.path("out")
    let target = try folder.write(Self.target, as: "target.csv")
    let arguments = try arguments(out) + ["--adapt-to", target, "--adaptation", "coral"]
    let text = try Program.run(arguments)
    #expect(text.status == 0 && text.errors.contains("coral, to 24 texts of another domain"), "\(text)")
    #expect(text.output.contains("Adapted by coral to 24 texts of another domain:"), "\(text)")
    #expect(text.output.contains("estimated without labels of the target"), "\(text)")
    let receipt = try object(Data(contentsOf: URL(fileURLWithPath: out + "/receipt.json")))
    #expect(Set(receipt.keys) == ["source", "adapted", "distance", "verdict", "evidence", "estimates"])
    let estimates = try #require(receipt["estimates"] as? [[String: Any]])
    #expect(Set(estimates.compactMap { $0["evidence"] as? String }) == ["atc", "doc", "weighted"])
    #expect(receipt["evidence"] as? String == estimates[1]["evidence"] as? String)
    #expect(["helped", "hurt", "unclear"].contains(receipt["verdict"] as? String))
    #expect((receipt["distance"] as? [String: Any]).map { Set($0.keys) } == ["proxy_a", "mmd"])
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    let transfer = try #require(record["transfer"] as? [String: Any])
    #expect(transfer["adaptation"] as? String == "coral" && transfer["target_rows"] as? Int == 24)
    #expect(transfer["file_sha256"] as? String != nil)
    #expect(try String(contentsOfFile: out + "/report.html", encoding: .utf8).contains("Other domain"))
    // The same bytes at another number of threads, and the same figures as one object.
    let again = folder.path("again")
    let json = try Program.run(
      try self.arguments(again) + ["--adapt-to", target, "--adaptation", "coral", "--json", "--threads", "3"])
    let told = try #require(try object(Data(json.output.utf8))["transfer"] as? [String: Any], "\(json)")
    #expect(NSDictionary(dictionary: told["receipt"] as? [String: Any] ?? [:]).isEqual(to: receipt))
    let weights = FileManager.default.contents(atPath: out + "/model.safetensors")
    #expect(weights != nil && weights == FileManager.default.contents(atPath: again + "/model.safetensors"))
    #expect(try Program.run(["predict", out, "--text", "good"]).status == 0)
  }

  /// Labels of a test file measure; those of the texts to adapt to are not read, and may be none of the set.
  @Test func testOfTheTargetMeasures() throws {
    let folder = try Folder(), out = folder.path("out")
    let labelled = Self.target.split(separator: "\n").dropFirst().map { "\($0),nothing\n" }.joined()
    let target = try folder.write("text,label\n" + labelled, as: "target.csv")
    let test = try folder.write(Reviews.csv(rows: 15), as: "test.csv")
    let result = try Program.run(
      try arguments(out) + ["--adapt-to", target, "--adaptation", "odds", "--test", test])
    #expect(result.status == 0 && result.output.contains("measured on the test rows"), "\(result)")
    #expect(result.errors.contains("the labels in 'label' are not read"), "\(result)")
    #expect(result.output.contains("weighted, the"), "\(result)")
  }

  @Test func setfitAndBoostingAdaptToo() throws {
    let folder = try Folder(), target = try folder.write(Self.target, as: "target.csv")
    let few = try folder.write(Reviews.csv(rows: 9), as: "few.csv")
    let boosted = try Program.run(
      try arguments(folder.path("boosted"))
        + ["--adapt-to", target, "--adaptation", "tradaboost", "--target-labelled", few])
    #expect(boosted.status == 0 && boosted.output.contains("held out of the boosting"), "\(boosted)")
    let setfit = try Program.run(
      try arguments(folder.path("setfit"), "setfit")
        + ["--adapt-to", target, "--adaptation", "subspace", "--pairs", "1"])
    #expect(setfit.status == 0 && setfit.output.contains("Adapted by subspace"), "\(setfit)")
  }

  /// The encoder itself: two trainings, the ways in one order whatever was typed, and the target measured by its labelled texts.
  @Test func encoderIsAdapted() throws {
    let folder = try Folder(), target = try folder.write(Self.target, as: "target.csv")
    let few = try folder.write(Reviews.csv(rows: 9), as: "few.csv")
    let arguments = [
      "--adapt-to", target, "--epochs", "1", "--batch-size", "8", "--adaptation-weight", "0.5",
    ]
    let out = folder.path("out"), again = folder.path("again")
    let result = try Program.run(try self.arguments(out, "finetune") + arguments + ["--adaptation", "mmd,dann"])
    #expect(result.status == 0 && result.errors.contains("dann,mmd, to 24 texts of another domain"), "\(result)")
    #expect(result.errors.contains("a model of the source alone is trained first"), "\(result)")
    #expect(result.output.contains("Adapted by dann,mmd to 24 texts"), "\(result)")
    #expect(result.output.contains("estimated without labels of the target"), "\(result)")
    let measured = try Program.run(
      try self.arguments(again, "finetune") + arguments
        + ["--adaptation", "dann", "--adaptation", "mmd", "--target-labelled", few, "--threads", "2"])
    #expect(measured.status == 0 && measured.output.contains("measured on labelled texts of the target"), "\(measured)")
    let weights = FileManager.default.contents(atPath: out + "/model.safetensors")
    #expect(weights != nil && weights == FileManager.default.contents(atPath: again + "/model.safetensors"))
    let record = try object(Data(contentsOf: URL(fileURLWithPath: again + "/bertft.json")))
    let transfer = try #require(record["transfer"] as? [String: Any])
    #expect(transfer["adaptation"] as? String == "dann,mmd" && transfer["labelled_rows"] as? Int == 9)
    #expect(
      try object(Data(contentsOf: URL(fileURLWithPath: again + "/receipt.json")))["evidence"] as? String == "measured")
  }

  /// Masked tokens of the target: alone first, then beside the task.
  @Test func maskedTokensAreLearnt() throws {
    let folder = try Folder(), target = try folder.write(Self.target, as: "target.csv"), out = folder.path("out")
    let arguments = [
      "--adapt-to", target, "--epochs", "1", "--batch-size", "8", "--adaptation", "mlm", "--target-epochs", "1",
    ]
    let result = try Program.run(try self.arguments(out, "finetune") + arguments)
    #expect(result.status == 0 && result.errors.contains("mlm, to 24 texts of another domain"), "\(result)")
    #expect(result.errors.contains("1 pass by masked tokens alone first"), "\(result)")
    #expect(result.errors.contains("the encoder came without a head for masked tokens"), "\(result)")
    #expect(result.errors.contains("the new head for masked tokens, alone"), "\(result)")
    #expect(result.errors.contains("the texts of the other domain, by masked tokens alone"), "\(result)")
    #expect(result.output.contains("Adapted by mlm to 24 texts"), "\(result)")
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    let options = try #require(record["options"] as? [String: Any])
    #expect(options["targetEpochs"] as? Int == 1 && options["deepAdaptations"] as? [String] == ["mlm"])
    #expect((record["transfer"] as? [String: Any])?["adaptation"] as? String == "mlm")
    #expect(try object(Data(contentsOf: URL(fileURLWithPath: out + "/receipt.json")))["verdict"] as? String != nil)
    #expect(try Program.run(["predict", out, "--text", "good"]).status == 0)
  }

  @Test func severalSourcesAreWeighted() throws {
    let folder = try Folder(), out = folder.path("out")
    let target = try folder.write(Self.target, as: "target.csv")
    let second = try folder.write(Reviews.csv(rows: 21), as: "second.csv")
    let few = try folder.write(Reviews.csv(rows: 9), as: "few.csv")
    let arguments = try arguments(out) + ["--adapt-to", target, "--source", second]
    let estimated = try Program.run(arguments + ["--validation", "0.2"])
    #expect(
      estimated.status == 0 && estimated.errors.contains("ensemble, to 24 texts of another domain"), "\(estimated)")
    #expect(estimated.output.contains("one head for each of 2 sources"), "\(estimated)")
    #expect(estimated.output.contains("Source \(second): weight "), "\(estimated)")
    let receipt = try object(Data(contentsOf: URL(fileURLWithPath: out + "/receipt.json")))
    let sources = try #require(receipt["sources"] as? [[String: Any]])
    let weights = sources.compactMap { $0["weight"] as? Double }
    #expect(weights.count == 2 && abs(weights.reduce(0, +) - 1) < 1e-9)
    #expect(sources.allSatisfy { $0["file_sha256"] as? String != nil && $0["accuracy"] as? Double != nil })
    #expect(try Program.run(["predict", out, "--text", "good"]).status == 0)
    // The same bytes at another number of threads; labelled texts of the target choose the weights.
    let again = folder.path("again")
    let json = try Program.run(
      try self.arguments(again) + ["--adapt-to", target, "--source", second, "--validation", "0.2", "--threads", "3"])
    #expect(json.status == 0, "\(json)")
    let bytes = FileManager.default.contents(atPath: out + "/model.safetensors")
    #expect(bytes != nil && bytes == FileManager.default.contents(atPath: again + "/model.safetensors"))
    let labelled = try Program.run(
      try self.arguments(folder.path("few")) + ["--adapt-to", target, "--source", second, "--target-labelled", few])
    #expect(labelled.status == 0 && labelled.output.contains("held out of the weighting"), "\(labelled)")
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let folder = try Folder(), out = folder.path("out")
    let target = try folder.write(Self.target, as: "target.csv"), adapt = ["--adapt-to", target]
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      (adapt, 64, "needs --adaptation"),
      (["--adaptation", "coral"], 64, "needs --adapt-to"),
      (adapt + ["--adaptation", "magic"], 64, "coral, subspace, tca, odds, kmm, kliep, ulsif, tradaboost, ensemble"),
      (["--source", target], 64, "--source needs --adapt-to"),
      (adapt + ["--adaptation", "ensemble"], 64, "give more of them with --source"),
      (adapt + ["--adaptation", "coral", "--source", target], 64, "coral takes one source"),
      (adapt + ["--source", target, "--source", target], 64, "is given twice"),
      (adapt + ["--source", "-", "--source", "-"], 64, "can be read once"),
      (adapt + ["--source", folder.path("none.csv")], 66, "none.csv"),
      (adapt + ["--source", try folder.write("text,label\nfine,other\n", as: "o.csv")], 65, "o.csv"),
      (
        adapt + ["--source", try folder.write("text,label\nfine,pos\nwell,pos\n", as: "p.csv"), "--validation", "0"],
        65,
        "has no row to learn the label"
      ),
      (adapt + ["--adaptation", "coral,tca"], 64, "takes one of"),
      (adapt + ["--adaptation", "coral", "--adaptation", "tca"], 64, "takes one of"),
      (adapt + ["--adaptation", "coral", "--method", "finetune"], 64, "features and setfit"),
      (adapt + ["--adaptation", "dann"], 64, "give --method finetune"),
      (adapt + ["--adaptation", "mlm"], 64, "give --method finetune"),
      (adapt + ["--adaptation", "dann", "--method", "finetune", "--target-epochs", "1"], 64, "--adaptation mlm"),
      (adapt + ["--adaptation", "coral", "--target-epochs", "1"], 64, "--adaptation mlm"),
      (["--target-epochs", "1"], 64, "--adaptation mlm"),
      (adapt + ["--adaptation", "mlm", "--method", "finetune", "--target-epochs=-1"], 64, "must not be below 0"),
      (adapt + ["--adaptation", "mlm", "--method", "finetune", "--metric", "macro-f1"], 64, "leave it out"),
      (
        adapt + ["--adaptation", "mlm", "--method", "finetune", "--adaptation-weight", "2"], 64,
        "dann, deep-coral and mmd"
      ),
      (adapt + ["--adaptation", "dann,coral", "--method", "finetune"], 64, "takes one of"),
      (adapt + ["--adaptation", "dann,dann", "--method", "finetune"], 64, "one way twice"),
      (adapt + ["--adaptation", "mmd", "--method", "finetune", "--batch-size", "1"], 64, "two or more"),
      (adapt + ["--adaptation", "mmd", "--method", "finetune", "--max-memory", "4G"], 64, "in parts"),
      (adapt + ["--adaptation", "mmd", "--method", "finetune", "--freeze", "all"], 64, "frozen"),
      (adapt + ["--adaptation", "coral", "--adaptation-weight", "2"], 64, "dann, deep-coral and mmd"),
      (
        adapt + ["--adaptation", "weights", "--method", "finetune", "--adaptation-weight", "2"], 64,
        "dann, deep-coral and mmd"
      ),
      (adapt + ["--adaptation", "dann", "--method", "finetune", "--adaptation-weight", "0"], 64, "above 0"),
      (adapt + ["--adaptation", "dann", "--method", "finetune", "--validation", "0"], 64, "there are neither"),
      (["--adaptation-weight", "2"], 64, "dann, deep-coral and mmd"),
      (adapt + ["--adaptation", "coral", "--calibrate"], 64, "validation rows"),
      (adapt + ["--adaptation", "coral", "--task", "multi-label"], 64, "one label a text"),
      (adapt + ["--adaptation", "tradaboost"], 64, "--target-labelled"),
      (adapt + ["--adaptation", "coral", "--target-labelled", target], 64, "tradaboost"),
      (["--adapt-to", folder.path("none.csv"), "--adaptation", "coral"], 66, "none.csv"),
      (["--adapt-to", try folder.write("text\n", as: "empty.csv"), "--adaptation", "coral"], 65, "empty.csv"),
      (
        ["--adapt-to", try folder.write("text\ngood box\n", as: "one.csv"), "--adaptation", "coral"], 65,
        "only one text"
      ),
      (
        ["--adapt-to", try folder.write("text\n" + String(repeating: "good box\n", count: 9), as: "same.csv")]
          + ["--adaptation", "coral"], 65, "the vectors of the target are all the same"
      ),
      (["--adapt-to", try Fixture.reviews.get(), "--adaptation", "coral"], 65, "no other domain"),
      (
        ["--adapt-to", try folder.write("text\ngood box\n", as: "one.csv"), "--adaptation", "dann", "--method"]
          + ["finetune"], 65, "only one text"
      ),
      (
        ["--adapt-to", try folder.write("text\n" + String(repeating: "good box\n", count: 9), as: "same.csv")]
          + ["--adaptation", "dann", "--method", "finetune", "--epochs", "1"], 65,
        "the vectors of the target are all the same"
      ),
    ]
    for refused in cases {
      let result = try Program.run(try arguments(out) + refused.arguments)
      #expect(
        result.status == refused.status && result.errors.contains(refused.words), "\(refused.arguments): \(result)")
    }
    #expect(!FileManager.default.fileExists(atPath: out))
  }
}
