import Foundation
import Testing

/// `bertft train --append-nearest`, `--layer` and `--setfit-head`: what is written and said, and what is refused.
struct FewLabelTests {
  private func arguments(_ out: String) throws -> [String] {
    [
      "train", try Fixture.reviews.get(), "--model", try Fixture.encoder.get(), "--method", "features", "--offline",
      "--max-length", "24", "--threads", "1", "--folds", "1", "--out", out,
    ]
  }

  private func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test(arguments: ["label", "text", "both"]) func aBundleAppendsTheNearestText(form: String) throws {
    let folder = try Folder(), out = folder.path("out")
    let trained = try Program.run(try arguments(out) + ["--append-nearest", form])
    #expect(trained.status == 0, "\(trained)")
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    #expect(record["format_version"] as? Int == 8)
    let appended = try #require(record["append_nearest"] as? [String: Any])
    #expect(Set(appended.keys) == ["form", "sha256"] && appended["form"] as? String == form)
    let files = try FileManager.default.contentsOfDirectory(atPath: out)
    #expect(files.contains("nearest.safetensors") && files.contains("report.html"))
    let answered = try Program.run(["evaluate", out, try Fixture.reviews.get(), "--json", "--quiet"])
    #expect((try object(Data(answered.output.utf8))["accuracy"] as? Double ?? 0) > 0.3, "\(answered)")
    let told = try Program.run(["predict", out, "--text", "a good screen", "--quiet"])
    #expect(told.status == 0 && !told.output.isEmpty, "\(told)")
  }

  @Test func theLayerIsChosenAndSaid() throws {
    let folder = try Folder(), out = folder.path("out")
    let trained = try Program.run(try arguments(out) + ["--layer", "auto", "--json"])
    let figures = try object(Data(trained.output.utf8))
    let shown = try #require(figures["layer"] as? [String: Any], "\(trained)")
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    let kept = try #require(record["layer"] as? [String: Any])
    #expect(NSDictionary(dictionary: shown).isEqual(to: kept))
    #expect(Set(kept.keys) == ["layer", "losses", "rows", "gain", "standard_error"])
    let named = folder.path("named"), layer = try #require(kept["layer"] as? Int)
    let other = try Program.run(try arguments(named) + ["--layer", "\(layer)", "--json"])
    #expect(try object(Data(other.output.utf8))["layer"] == nil, "\(other)")
    let weights = FileManager.default.contents(atPath: out + "/model.safetensors")
    #expect(weights != nil && weights == FileManager.default.contents(atPath: named + "/model.safetensors"))
  }

  @Test func theHeadOfSetFitLearnsWithTheEncoder() throws {
    let folder = try Folder(), out = folder.path("out")
    let trained = try Program.run(
      try arguments(out) + [
        "--method", "setfit", "--setfit-head", "differentiable", "--head-epochs", "2", "--pairs", "1",
      ])
    #expect(trained.status == 0 && trained.output.contains("together in 2 passes"), "\(trained)")
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    let head = try #require((record["options"] as? [String: Any])?["jointHead"] as? [String: Any])
    #expect(head["epochs"] as? Int == 2 && head["learningRate"] as? Double == 0.01)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let folder = try Folder(), out = folder.path("out")
    let texts = try folder.write("text\na page\n", as: "texts.csv"), nearest = ["--append-nearest", "label"]
    let cases: [(arguments: [String], words: String)] = [
      (nearest + ["--method", "finetune"], "--append-nearest is for --method features and setfit"),
      (nearest + ["--method", "auto"], "--append-nearest is for --method features and setfit"),
      (nearest + ["--task", "regression"], "--append-nearest is for one label a text"),
      (nearest + ["--unlabelled", texts], "--append-nearest and --unlabelled cannot be joined"),
      (nearest + ["--novelty"], "--append-nearest and --novelty cannot be joined"),
      (nearest + ["--adapt-to", texts, "--adaptation", "coral"], "--append-nearest and --adapt-to cannot be joined"),
      (nearest + ["--long-text", "windows"], "--append-nearest label"),
      (
        nearest + ["--labels", "pos=a good one,neg=a bad one,neu=a plain one"],
        "cannot be joined with label descriptions"
      ),
      (["--append-nearest", "all"], "all"),
      (["--setfit-head", "differentiable"], "--setfit-head is for --method setfit"),
      (["--method", "setfit", "--head-epochs", "2"], "--head-epochs is for --setfit-head differentiable"),
      (["--method", "setfit", "--setfit-head", "differentiable", "--head-epochs", "0"], "--head-epochs 0"),
      (
        ["--method", "setfit", "--setfit-head", "differentiable"] + nearest,
        "--setfit-head differentiable: changes the encoder"
      ),
      (["--layer", "1", "--method", "setfit"], "--layer is for --method features"),
      (["--layer", "0"], "--layer 0: must be at least 1"),
      (["--layer", "99"], "--layer 99: this encoder has"),
      (["--layer", "top"], "--layer top: must be the number of a layer"),
    ]
    for refused in cases {
      let told = try Program.run(try arguments(out) + refused.arguments)
      #expect(told.status == 64 && told.errors.contains(refused.words), "\(refused.arguments): \(told)")
      #expect(!FileManager.default.fileExists(atPath: out + "/bertft.json"))
    }
  }
}
