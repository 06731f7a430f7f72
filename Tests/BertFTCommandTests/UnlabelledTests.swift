import Foundation
import Testing

/// `bertft train --unlabelled`: what is written and said, and what is refused.
struct UnlabelledTests {
  private static let texts =
    "text\n"
    + (0..<60).map { row in
      "it \(["good", "awful", "cable", "great", "poor", "page"][row % 6]) \(["and", "is", "very"][row % 3]) "
        + "\(["lovely", "broken", "box"][row % 3]) \(row % 7 == 0 ? "book" : "screen")\n"
    }.joined()

  private func arguments(_ out: String, folds: Int = 1) throws -> [String] {
    [
      "train", try Fixture.reviews.get(), "--model", try Fixture.encoder.get(), "--method", "features", "--offline",
      "--max-length", "16", "--threads", "1", "--folds", "\(folds)", "--out", out,
    ]
  }

  private func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func choiceIsWrittenAndSaid() throws {
    let folder = try Folder(), out = folder.path("out")
    let texts = try folder.write(Self.texts, as: "texts.csv")
    let told = try Program.run(try arguments(out) + ["--unlabelled", texts])
    #expect(told.status == 0 && told.errors.contains("unlabelled  60 texts"), "\(told)")
    for word in ["labelled texts alone 0.", "label propagation 0.", "self-training 0.", "(p ", "by more than chance"] {
      #expect(told.output.contains(word), "\(word): \(told)")
    }
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    let kept = try #require(record["unlabelled"] as? [String: Any])
    #expect(
      Set(kept.keys)
        == ["rows", "learnt_from", "judged", "folds", "repeats", "candidates", "chosen", "file_sha256"])
    #expect(kept["rows"] as? Int == 60 && kept["folds"] as? Int == 5 && kept["repeats"] as? Int == 4)
    let candidates = try #require(kept["candidates"] as? [[String: Any]])
    #expect(candidates.compactMap { $0["way"] as? String } == ["plain", "propagation", "self-training"])
    let chosen = try #require(kept["chosen"] as? String), learnt = try #require(kept["learnt_from"] as? Int)
    #expect((chosen == "plain") == (learnt == 0), "\(kept)")
    // The same bytes at another number of threads, and the same figures as one object.
    let again = folder.path("again")
    let json = try Program.run(
      try arguments(again) + ["--unlabelled", texts, "--json", "--threads", "3", "--feature-cache", "0"])
    let shown = try #require(try object(Data(json.output.utf8))["unlabelled"] as? [String: Any], "\(json)")
    #expect(NSDictionary(dictionary: shown).isEqual(to: kept))
    let weights = FileManager.default.contents(atPath: out + "/model.safetensors")
    #expect(weights != nil && weights == FileManager.default.contents(atPath: again + "/model.safetensors"))
    // Where nothing is learnt from the texts the head is that of a run without them, to the byte.
    let plain = folder.path("plain"), without = try Program.run(try arguments(plain) + ["--json"])
    #expect(try object(Data(without.output.utf8))["unlabelled"] == nil, "\(without)")
    #expect((weights == FileManager.default.contents(atPath: plain + "/model.safetensors")) == (chosen == "plain"))
    #expect(try object(Data(contentsOf: URL(fileURLWithPath: plain + "/bertft.json")))["unlabelled"] == nil)
  }

  /// Labels of the file are not read, and rows that are labelled already are no news.
  @Test func labelsAreNotReadAndKnownTextsLeftOut() throws {
    let folder = try Folder()
    let rows = Self.texts.split(separator: "\n").dropFirst().map { "\($0),nothing\n" }.joined()
    let known = Reviews.csv(rows: 60).split(separator: "\n").dropFirst().prefix(4).map { "\($0)\n" }.joined()
    let texts = try folder.write("text,label\n" + rows + known, as: "texts.csv")
    let told = try Program.run(
      try arguments(folder.path("out"), folds: 3) + ["--unlabelled", texts])
    #expect(told.status == 0 && told.errors.contains("the labels in 'label' are not read"), "\(told)")
    #expect(told.errors.contains("4 texts are labelled already, and left out"), "\(told)")
  }

  @Test func selfTaughtFeaturesAreWrittenAndSaid() throws {
    let folder = try Folder(), out = folder.path("out")
    let texts = try folder.write(Self.texts, as: "texts.csv")
    let told = try Program.run(try arguments(out) + ["--unlabelled", texts, "--self-taught", "pca", "--json"])
    #expect(told.status == 0 && told.errors.contains("unlabelled  60 texts"), "\(told)")
    let shown = try #require(try object(Data(told.output.utf8))["self_taught"] as? [String: Any], "\(told)")
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    let kept = try #require(record["self_taught"] as? [String: Any])
    #expect(NSDictionary(dictionary: shown).isEqual(to: kept))
    #expect(
      Set(kept.keys) == ["kind", "components", "plain", "candidates", "rows", "gain", "standard_error"], "\(kept)")
    #expect(record["unlabelled"] == nil && (record["options"] as? [String: Any])?["selfTaught"] as? String == "pca")
    #expect(
      (try? String(contentsOfFile: out + "/report.html", encoding: .utf8))?.contains("principal directions") == true)
  }

  @Test func selfTrainingIsWrittenAndSaid() throws {
    let folder = try Folder(), out = folder.path("out")
    let texts = try folder.write(Self.texts, as: "texts.csv")
    let told = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: out, epochs: 1) + [
        "--unlabelled", texts, "--self-training", "2", "--self-training-threshold", "0.34",
      ])
    #expect(told.status == 0, "\(told)")
    #expect(told.errors.contains("self-training: the labelled texts alone come first"), "\(told)")
    #expect(told.errors.contains("self-training: round 1 of 2, with "), "\(told)")
    #expect(told.output.contains("validation row") || told.errors.contains("validation row"), "\(told)")
    let record = try object(Data(contentsOf: URL(fileURLWithPath: out + "/bertft.json")))
    let used = try #require(record["unlabelled"] as? [String: Any])
    #expect((used["rounds"] as? [[String: Any]])?.isEmpty == false && used["file_sha256"] != nil, "\(used)")
    let options = try #require((record["options"] as? [String: Any])?["selfTraining"] as? [String: Any])
    #expect(options["rounds"] as? Int == 2 && options["threshold"] as? Double == 0.34)
  }

  @Test func whatCannotBeLearntFromIsRefused() throws {
    let folder = try Folder(), out = folder.path("out")
    let texts = try folder.write(Self.texts, as: "texts.csv"), use = ["--unlabelled", texts]
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      (use + ["--method", "setfit"], 64, "has seen the labels of all"),
      (use + ["--method", "finetune"], 64, "needs --self-training"),
      (["--self-taught", "pca"], 64, "give --unlabelled too"),
      (use + ["--self-taught", "pca", "--method", "setfit"], 64, "--self-taught is for --method features"),
      (use + ["--self-taught", "sparse"], 64, "--self-taught"),
      (use + ["--self-training", "1"], 64, "is for --method finetune"),
      (use + ["--method", "lora", "--self-training", "1"], 64, "is for --method features"),
      (["--method", "finetune", "--self-training", "1"], 64, "give --unlabelled too"),
      (use + ["--self-training-threshold", "0.8"], 64, "give that too"),
      (use + ["--method", "finetune", "--self-training", "0"], 64, "--self-training"),
      (
        use + ["--method", "finetune", "--self-training", "1", "--self-training-threshold", "1"], 64,
        "--self-training-threshold"
      ),
      (
        use + ["--method", "finetune", "--self-training", "1", "--validation", "0"], 64, "is decided on validation rows"
      ),
      (use + ["--method", "finetune", "--self-training", "1", "--soup", "--seeds", "2"], 64, "--soup"),
      (use + ["--method", "tfidf"], 64, "is for --method features"),
      (use + ["--adapt-to", texts, "--adaptation", "coral"], 64, "give one of them"),
      (use + ["--labels", "pos=a good one,neg=a bad one,neu=a plain one"], 64, "joined with label descriptions"),
      (use + ["--task", "multi-label"], 64, "one label a text"),
      (use + ["--task", "regression"], 64, "one label a text"),
      (["--unlabelled", folder.path("none.csv")], 66, "none.csv"),
      (["--unlabelled", try folder.write("text\n", as: "empty.csv")], 65, "empty.csv"),
      (["--unlabelled", try folder.write("text\nit is good\n", as: "one.csv")], 65, "only one text"),
      (["--unlabelled", try Fixture.reviews.get()], 65, "all texts without labels are among the labelled ones"),
      (["--unlabelled", try folder.write("text\nit is good\n\n,x\n", as: "ragged.csv")], 65, "ragged.csv"),
    ]
    for refused in cases {
      let result = try Program.run(try arguments(out) + refused.arguments)
      #expect(
        result.status == refused.status && result.errors.contains(refused.words), "\(refused.arguments): \(result)")
    }
    #expect(!FileManager.default.fileExists(atPath: out))
  }
}
