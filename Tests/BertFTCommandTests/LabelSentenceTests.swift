import Foundation
import Testing

/// `bertft train` without a data file: it learns from sentences about the labels.
struct LabelSentenceTests {
  private static let list = "pos=good great lovely superb,neg=bad awful broken poor,neu=\"box, cable, blue page\""

  private func arguments(_ out: String, _ method: String = "setfit") throws -> [String] {
    [
      "train", "--model", try Fixture.encoder.get(), "--method", method, "--offline", "--max-length", "16", "--threads",
      "1",
      "--labels", Self.list, "--out", out,
    ]
  }

  private func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func aBundleIsMadeWithoutTexts() throws {
    let folder = try Folder(), out = folder.path("out")
    let trained = try Program.run(
      try arguments(out) + [
        "--template", "It is {}.", "--template", "{}", "--template-copies", "3", "--pairs", "1", "--test",
        try Fixture.reviews.get(), "--json",
      ])
    #expect(trained.status == 0, "\(trained)")
    #expect(trained.errors.contains("18 training rows are sentences about the labels, each 3 times"), "\(trained)")
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    let sentences = try #require((record["options"] as? [String: Any])?["labelSentences"] as? [String: Any])
    #expect(sentences["templates"] as? [String] == ["It is {}.", "{}"] && sentences["copies"] as? Int == 3)
    #expect((sentences["descriptions"] as? [String: Any])?["names"] as? [String] == ["pos", "neg", "neu"])
    #expect((record["data"] as? [String: Any])?["training_rows"] as? Int == 18)
    let told = try Program.run(["predict", out, "--text", "a good screen", "--quiet"])
    let line = try object(Data(told.output.utf8))
    #expect(["pos", "neg", "neu"].contains(line["label"] as? String), "\(told)")

    let file = try folder.write(
      "pos\tgood great lovely superb\nneg\tbad awful broken poor\nneu\tbox, cable, blue page\n", as: "meanings.tsv")
    let again = folder.path("again")
    let read = try Program.run([
      "train", "--model", try Fixture.encoder.get(), "--method", "setfit", "--offline", "--max-length", "16",
      "--threads",
      "1", "--label-descriptions", file, "--out", again, "--template", "It is {}.", "--template", "{}",
      "--template-copies", "3", "--pairs", "1", "--quiet",
    ])
    #expect(read.status == 0, "\(read)")
    let weights = FileManager.default.contents(atPath: out + "/model.safetensors")
    #expect(weights != nil && weights == FileManager.default.contents(atPath: again + "/model.safetensors"))
  }

  @Test func whatHasNoUseIsRefused() throws {
    let folder = try Folder(), out = folder.path("out")
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      (["--method", "finetune"], 64, "--method setfit or features learns from sentences about the labels"),
      (["--method", "auto"], 64, "--method setfit or features"),
      (["--validation", "0.2"], 64, "--validation 0.2 has no use without a data file"),
      (["--test", "0.2"], 64, "--test 0.2 has no use"),
      (["--folds", "3"], 64, "--folds has no use"),
      (["--early-stopping", "2"], 64, "--early-stopping has no use"),
      (["--append-nearest", "label"], 64, "--append-nearest has no use"),
      (["--label-values"], 64, "there is no label column"),
      (["--task", "regression"], 64, "one label a text"),
      (["--template", "no place"], 64, "--template"),
      (["--template-copies", "0"], 64, "--template-copies"),
      (["--test", folder.path("none.csv")], 66, "none.csv"),
    ]
    for refused in cases {
      let result = try Program.run(try arguments(out) + refused.arguments)
      #expect(
        result.status == refused.status && result.errors.contains(refused.words), "\(refused.arguments): \(result)")
    }
    let bare = try Program.run(["train", "--method", "setfit", "--out", out])
    #expect(bare.status == 64 && bare.errors.contains("<data>"), "\(bare)")
    let nameless = try Program.run(["train", "--method", "setfit", "--labels", Self.list])
    #expect(nameless.status == 64 && nameless.errors.contains("give --out"), "\(nameless)")
    let beside = try Program.run(["train", try Fixture.reviews.get(), "--template", "{}", "--out", out])
    #expect(beside.status == 64 && beside.errors.contains("--template is for training that"), "\(beside)")
    for command in ["compare", "tune"] {
      let empty = try Program.run([command, "--out", out])
      #expect(empty.status == 64 && empty.errors.contains("<data>"), "\(empty)")
    }
    #expect(!FileManager.default.fileExists(atPath: out))
  }
}
