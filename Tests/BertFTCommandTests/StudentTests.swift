import Foundation
import Testing

/// `bertft distill --layers` and `--prune-vocabulary`, and the commands that take what comes out.
struct StudentCommandTests {
  /// Texts that use some of the words.
  private static let texts = (0..<60).map { row in
    "it is \(["good", "awful", "cable"][row % 3]) \(["and", "very"][row % 2]) "
      + "\(["lovely", "broken", "page"][row % 3]) \(row % 7 == 0 ? "book" : "screen")\n"
  }.joined()

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  private func arguments(_ teacher: String, _ corpus: String, _ out: String) -> [String] {
    [
      "distill", "--teacher", teacher, corpus, "--out", out, "--layers", "1", "--epochs", "2", "--batch-size", "8",
      "--max-length", "16", "--learning-rate", "1e-3", "--threads", "1", "--offline",
    ]
  }

  @Test func aStudentIsTakenWhereTheTeacherWas() throws {
    let folder = try Folder(), data = try folder.write(Reviews.csv(rows: 60), as: "data.csv")
    let teacher = folder.path("teacher"), out = folder.path("student")
    let trained = try Program.run(try Fixture.training(data, out: teacher, epochs: 1))
    #expect(trained.status == 0, "\(trained)")
    let corpus = try folder.write(Self.texts, as: "texts.txt")
    let told = try Program.run(arguments(teacher, corpus, out) + ["--prune-vocabulary", "--validation", corpus])
    #expect(told.status == 0, "\(told)")
    for word in ["student     1 layer", "begins with the teacher's layers 1", "vocabulary  ", "agreement"] {
      #expect(told.errors.contains(word), "\(word): \(told)")
    }
    #expect(told.output.contains("answers equal to the teacher's") && told.output.contains("Next: bertft evaluate"))
    let record = try object(String(contentsOfFile: out + "/bertft.json", encoding: .utf8))
    #expect((record["distillation"] as? [String: Any])?["layers"] as? [Int] == [0])
    #expect((record["metrics"] as? [String: Any])?.isEmpty == true)
    let (predicted, judged) = (
      try Program.run(["predict", out, data]), try Program.run(["evaluate", out, data, "--json", "--quiet"])
    )
    #expect(predicted.status == 0 && predicted.outputLines.count == 60, "\(predicted)")
    #expect(try object(judged.output)["rows"] as? Int == 60, "\(judged)")
    let rounded = try Program.run([
      "quantize", out, "--data", data, "--out", folder.path("int8"), "--min-agreement", "0",
    ])
    #expect(rounded.status == 0, "\(rounded)")
    // Its weights are rounded: no student is made of it.
    let again = try Program.run(arguments(folder.path("int8"), data, folder.path("again")))
    #expect(again.status == 65 && again.errors.contains("rounded"), "\(again)")
  }

  @Test func aSmallerVocabularyAnswersTheSame() throws {
    let folder = try Folder(), data = try folder.write(Self.texts, as: "texts.txt")
    let teacher = try Fixture.classifier.get(), out = folder.path("pruned")
    let told = try Program.run([
      "distill", "--teacher", teacher, data, "--prune-vocabulary", "--out", out, "--json", "--quiet",
    ])
    #expect(told.status == 0, "\(told)")
    let figures = try object(told.output)
    let (kept, all) = (figures["tokens"] as? Int ?? 0, figures["teacher_tokens"] as? Int ?? 0)
    #expect(kept > 0 && kept < all && (figures["bytes"] as? Int ?? 0) < (figures["teacher_bytes"] as? Int ?? 0))
    #expect(figures["after"] is NSNull && (figures["layers"] as? [Int])?.count == 2)
    let (old, new) = (try Program.run(["predict", teacher, data]), try Program.run(["predict", out, data]))
    #expect(new.status == 0 && new.output == old.output, "\(new)")
    #expect(FileManager.default.fileExists(atPath: out + "/distill.json"))
  }

  @Test func refusals() throws {
    let folder = try Folder(), data = try folder.write(Reviews.csv(rows: 20), as: "data.csv")
    let teacher = try Fixture.classifier.get(), out = folder.path("out")
    let tagger = try Fixture.tagger.get()
    for (arguments, status, word) in [
      ([data, "--layers", "2"], 64, "--layers 2"), ([data, "--layers", "0"], 64, "--layers 0"),
      (["--layers", "1"], 64, "corpus"), ([data, "--layers", "1", "--to", "static"], 64, "--to static"),
      ([data, "--layers", "1", "--dimensions", "8"], 64, "--dimensions"),
      ([data, "--layers", "1", "--pooling", "cls"], 64, "--pooling"),
      ([data, "--prune-vocabulary", "--epochs", "2"], 64, "--epochs"),
      ([data, "--to", "static", "--temperature", "2"], 64, "--temperature"),
      ([data, "--layers", "1", "--temperature", "0"], 64, "--temperature"),
      ([data, "--layers", "1", "--hidden-weight", "-1"], 64, "--hidden-weight"),
      ([data, "--layers", "1", "--validation", "1"], 64, "--validation"),
      ([data, "--layers", "1", "--teacher", tagger], 65, "labels tokens"),
    ] as [([String], Int32, String)] {
      let refused = try Program.run(["distill", "--teacher", teacher, "--out", out] + arguments)
      #expect(refused.status == status && refused.errors.contains(word), "\(arguments) \(refused)")
    }
    #expect(!FileManager.default.fileExists(atPath: out))
  }
}
