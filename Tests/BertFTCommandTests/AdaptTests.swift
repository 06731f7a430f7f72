import Foundation
import Testing

/// `bertft adapt`: what is written and said, that others read it, and what is refused.
struct AdaptTests {
  private static let texts = (0..<60).map { row in
    "it \(["good", "awful", "cable", "great", "poor", "page"][row % 6]) \(["and", "is", "very"][row % 3]) "
      + "\(["lovely", "broken", "box"][row % 3]) \(row % 7 == 0 ? "book" : "screen")\n"
  }.joined()

  private func arguments(_ corpus: String, _ out: String) throws -> [String] {
    [
      "adapt", corpus, "--model", try Fixture.encoder.get(), "--out", out, "--offline", "--epochs", "2",
      "--batch-size", "8", "--max-length", "16", "--learning-rate", "2e-3", "--threads", "1",
    ]
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func anEncoderIsWrittenThatTrainEmbedAndAdaptTake() throws {
    let folder = try Folder(), out = folder.path("out")
    let corpus = try folder.write(Self.texts, as: "texts.txt")
    let told = try Program.run(try arguments(corpus, out) + ["--validation", "0.2"])
    #expect(told.status == 0, "\(told)")
    for word in ["head        new: cls.predictions", "texts       ", "masked      15.0 % of the tokens", "perplexity"] {
      #expect(told.errors.contains(word), "\(word): \(told)")
    }
    #expect(told.output.contains("before") && told.output.contains("Next: bertft train DATA --model"), "\(told)")
    let record = try object(String(contentsOfFile: out + "/adapt.json", encoding: .utf8))
    let before = try #require(record["masked_loss_before"] as? Double)
    #expect(try #require(record["masked_loss_after"] as? Double) < before)
    // The same from a table, whose labels are not read, with held-out texts of their own and as one object.
    let table = try folder.write(
      "text,label\n" + Self.texts.split(separator: "\n").map { "\($0),x\n" }.joined(), as: "texts.csv")
    let json = try Program.run(
      try arguments(table, folder.path("second")) + [
        "--model", out, "--validation", corpus, "--json", "--quiet", "--whole-words", "--mask", "0.3", "--epochs", "1",
      ])
    let report = try object(json.output)
    #expect(
      (report["new_tensors"] as? [String])?.isEmpty == true && report["validation_texts"] as? Int == 60, "\(json)")
    #expect(report["training_texts"] as? Int == 60 && report["perplexity_after"] is Double, "\(json)")
    let vectors = try Program.run(["embed", corpus, "--model", out, "--out", folder.path("v.npy"), "--offline"])
    #expect(vectors.status == 0, "\(vectors)")
    let trained = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: folder.path("bundle"), epochs: 1) + ["--model", out])
    #expect(trained.status == 0, "\(trained)")
  }

  @Test func theSeedDecidesTheBytesAndNotTheThreads() throws {
    let folder = try Folder(), corpus = try folder.write(Self.texts, as: "texts.txt")
    func weights(_ name: String, _ more: [String]) throws -> Data {
      let told = try Program.run(try arguments(corpus, folder.path(name)) + ["--epochs", "1"] + more)
      #expect(told.status == 0, "\(told)")
      return try Data(contentsOf: URL(fileURLWithPath: folder.path(name) + "/model.safetensors"))
    }
    let first = try weights("a", [])
    #expect(try weights("b", ["--threads", "3"]) == first)
    #expect(try weights("c", ["--seed", "7"]) != first)
  }

  @Test func whatCannotBeDoneIsRefused() throws {
    let folder = try Folder(), corpus = try folder.write(Self.texts, as: "texts.txt"), out = folder.path("out")
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      (["--mask", "1"], 64, "--mask"), (["--mask", "0"], 64, "--mask"), (["--epochs", "0"], 64, "--epochs"),
      (["--validation", "1"], 64, "--validation"), (["--warmup", "x"], 64, "--warmup"),
      (["--max-length", "4000"], 64, "--max-length"), (["--validation", folder.path("none.txt")], 66, "none.txt"),
    ]
    for (more, status, words) in cases {
      let told = try Program.run(try arguments(corpus, out) + more)
      #expect(told.status == status && told.errors.contains(words), "\(more): \(told)")
    }
    let empty = try folder.write("", as: "empty.txt")
    let told = try Program.run(try arguments(empty, out))
    #expect(told.status == 65, "\(told)")
    let taken = try Program.run(try arguments(corpus, try Fixture.encoder.get()))
    #expect(taken.status == 64, "\(taken)")
  }
}
