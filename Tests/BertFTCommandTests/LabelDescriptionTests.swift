import Foundation
import Testing

/// `bertft train` with labels that are described: what is written and said, and what is refused.
struct LabelDescriptionTests {
  private static let list = "pos=good great lovely superb,neg=bad awful broken poor,neu=\"box, cable, blue page\""

  private func arguments(_ out: String, _ method: String = "features", data: String? = nil) throws -> [String] {
    [
      "train", try data ?? Fixture.reviews.get(), "--model", try Fixture.encoder.get(), "--method", method, "--offline",
      "--max-length", "16", "--threads", "1", "--folds", "1", "--out", out,
    ]
  }

  private func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The list and the file say the same; the bundle, the report and the object tell what came of it.
  @Test func descriptionsAreTriedAndTold() throws {
    let folder = try Folder(), out = folder.path("out")
    let listed = try Program.run(try arguments(out) + ["--labels", Self.list])
    #expect(listed.status == 0, "\(listed)")
    #expect(listed.errors.contains("no right side is a value of the label column"), "\(listed)")
    #expect(listed.errors.contains("3 descriptions of the labels"), "\(listed)")
    #expect(listed.output.contains("the label descriptions are"), "\(listed)")
    #expect(listed.output.contains("cross-validation on"), "\(listed)")
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    #expect(record["labels"] as? [String] == ["pos", "neg", "neu"] && record["label_values"] == nil)
    let kept = try #require(record["label_descriptions"] as? [String: Any])
    #expect(["none", "texts", "start"].contains((kept["use"] as? [String: Any])?["form"] as? String))
    for figures in ["with", "without"] {
      #expect((kept[figures] as? [String: Any]).map { Set($0.keys) } == ["log_loss", "accuracy"])
    }
    let options = try #require((record["options"] as? [String: Any])?["labelDescriptions"] as? [String: Any])
    #expect(options["names"] as? [String] == ["pos", "neg", "neu"])
    #expect(try String(contentsOfFile: out + "/report.html", encoding: .utf8).contains("the label descriptions are"))

    let file = try folder.write(
      "neu\tbox, cable, blue page\npos\tgood great lovely superb\nneg\tbad awful broken poor\n", as: "meanings.tsv")
    let again = folder.path("again")
    let read = try Program.run(
      try arguments(again) + ["--labels", "pos,neg,neu", "--label-descriptions", file, "--json"])
    #expect(read.status == 0, "\(read)")
    let told = try #require(try object(Data(read.output.utf8))["label_descriptions"] as? [String: Any])
    #expect(NSDictionary(dictionary: told).isEqual(to: kept))
    let weights = FileManager.default.contents(atPath: out + "/model.safetensors")
    #expect(weights != nil && weights == FileManager.default.contents(atPath: again + "/model.safetensors"))
  }

  /// Values of the column may be described under the names that stand for them.
  @Test func valuesAndDescriptionsGoTogether() throws {
    let folder = try Folder()
    let rows = Reviews.csv(rows: 40, labels: ["pos", "neg"])
      .replacingOccurrences(of: ",pos\n", with: ",1\n").replacingOccurrences(of: ",neg\n", with: ",0\n")
    let data = try folder.write(rows, as: "data.csv")
    let file = try folder.write("good\tgood great\nbad\tbad awful\n", as: "meanings.tsv")
    let both = try Program.run(
      try arguments(folder.path("both"), data: data)
        + ["--labels", "bad=0,good=1", "--label-descriptions", file])
    #expect(both.status == 0 && both.output.contains("the label descriptions are"), "\(both)")
    let values = try Program.run(try arguments(folder.path("values"), data: data) + ["--labels", "bad=0,good=1"])
    #expect(values.status == 0 && values.errors.contains("the right sides are values of the label column"), "\(values)")
    #expect(!values.output.contains("descriptions"), "\(values)")
    let said = try Program.run(
      try arguments(folder.path("said"), data: data) + ["--labels", "bad=0,good=1", "--label-values"])
    #expect(said.status == 0 && !said.errors.contains("right sides"), "\(said)")
    func weights(_ name: String) -> Data? {
      FileManager.default.contents(atPath: folder.path(name) + "/model.safetensors")
    }
    #expect(weights("said") != nil && weights("said") == weights("values"))
    let piped = try Program.run(
      try arguments(folder.path("piped"), data: "-") + ["--input-format", "csv", "--labels", "bad=0,good=1"],
      input: Data(rows.utf8))
    #expect(piped.status == 0 && piped.errors.contains("a pipe is read once"), "\(piped)")
    #expect(weights("piped") == weights("values"))
  }

  @Test func setfitLearnsFromThemAndAutoSaysWhereItDoesNot() throws {
    let folder = try Folder()
    let setfit = try Program.run(
      try arguments(folder.path("setfit"), "setfit") + ["--labels", Self.list, "--pairs", "1"])
    #expect(setfit.status == 0 && setfit.output.contains("the label descriptions are"), "\(setfit)")
    // Trials decide whether the method is one that learns from them.
    let auto = try Program.run(try arguments(folder.path("auto"), "auto") + ["--labels", Self.list])
    #expect(auto.status == 0, "\(auto)")
    let isUsed = auto.output.contains("the label descriptions are")
    #expect(isUsed != auto.errors.contains("warning: the label descriptions are not used: auto chose"), "\(auto)")
  }

  @Test func whatCannotBeUsedIsRefused() throws {
    let folder = try Folder(), out = folder.path("out")
    func file(_ text: String, _ name: String) throws -> [String] {
      ["--label-descriptions", try folder.write(text, as: name)]
    }
    let all = try file("pos\tgood\nneg\tbad\nneu\tbox\n", "all.tsv")
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      (all + ["--method", "finetune"], 64, "--label-descriptions is for --method features and setfit"),
      (all + ["--method", "tfidf"], 64, "not for tfidf"),
      (["--labels", Self.list, "--method", "tfidf"], 64, "not for tfidf"),
      (["--labels", Self.list, "--method", "lora"], 64, "not for lora"),
      (all + ["--task", "multi-label"], 64, "one label a text"),
      (all + ["--task", "tokens"], 64, "one label a text"),
      (all + ["--adapt-to", "x.csv", "--adaptation", "coral"], 64, "--adapt-to cannot be joined"),
      (["--label-values"], 64, "give --labels too"),
      (["--labels", "pos=neg,neg=a bad one"], 64, "Say that they are values with --label-values"),
      (["--labels", "yes=a good one,no=a bad one"], 65, "'yes' is no value of the label column"),
      (["--labels", "pos=a good one,neg=a bad one"], 65, "'neu' is not one of"),
      (try file("pos\tgood\nneg\tbad\n", "two.tsv"), 64, "--label-descriptions 'neu'"),
      (try file("pos\tgood\nneg\tbad\nneu\tbox\nnew\tblue\n", "four.tsv"), 64, "is no label of the rows"),
      (try file("pos\tgood\nneg\n", "bad.tsv"), 65, "bad.tsv:2"),
      (["--label-descriptions", folder.path("none.tsv")], 66, "none.tsv"),
    ]
    for refused in cases {
      let result = try Program.run(try arguments(out) + refused.arguments)
      #expect(
        result.status == refused.status && result.errors.contains(refused.words), "\(refused.arguments): \(result)")
      #expect(!result.errors.contains("Fatal"))
    }
    #expect(!FileManager.default.fileExists(atPath: out))
  }
}
