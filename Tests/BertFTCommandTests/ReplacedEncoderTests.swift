import Foundation
import Testing

/// What adapt, distill, quantize, embed and vectors would replace: something of the same inputs is made again, and anything
/// else asks for --force.
struct ReplacedEncoderTests {
  private static func texts(_ word: String) -> String {
    (0..<40).map { row in
      "it is \(["good", "awful", "cable"][row % 3]) \(word) \(["and", "very"][row % 2]) \(["box", "page"][row % 2])\n"
    }.joined()
  }

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  /// - Parameters:
  ///   - file: Of the output, which tells by its bytes whether it was made again.
  ///   - own: The command that made it.
  ///   - others: Commands with the same output and other inputs.
  private func check(_ file: String, own: [String], others: [[String]]) throws {
    let first = try Program.run(own)
    #expect(first.status == 0, "\(first)")
    let before = try bytes(file)
    for other in others {
      let refused = try Program.run(other)
      #expect(refused.status == 64 && refused.errors.contains("--force"), "\(other): \(refused)")
      #expect(try bytes(file) == before, "\(other)")
    }
    let again = try Program.run(own)
    #expect(try again.status == 0 && bytes(file) == before, "\(again)")
    for other in others {
      let forced = try Program.run(other + ["--force"])
      #expect(try forced.status == 0 && bytes(file) != before, "\(other): \(forced)")
      #expect(try Program.run(own + ["--force"]).status == 0)
    }
  }

  @Test func anEncoder() throws {
    let folder = try Folder(), out = folder.path("out")
    let own = try folder.write(Self.texts("screen"), as: "own.txt"),
      other = try folder.write(Self.texts("book"), as: "other.txt")
    func adapt(_ corpus: String, _ encoder: String) -> [String] {
      [
        "adapt", corpus, "--model", encoder, "--out", out, "--epochs", "1", "--batch-size", "8", "--max-length", "16",
        "--threads", "1", "--validation", "0.2", "--quiet",
      ]
    }
    let encoder = try Fixture.encoder.get(), classifier = try Fixture.classifier.get()
    try check(
      out + "/adapt.json", own: adapt(own, encoder), others: [adapt(other, encoder), adapt(own, classifier)])
    // A bundle is something else, and so is a directory of one's own.
    let bundle = folder.path("bundle"), reviews = try Fixture.reviews.get()
    #expect(try Program.run(["train", reviews, "--method", "tfidf", "--out", bundle, "--quiet"]).status == 0)
    let kept = try bytes(bundle + "/bertft.json")
    let refused = try Program.run(adapt(own, encoder) + ["--out", bundle])
    #expect(refused.status == 64 && refused.errors.contains("holds a bundle"), "\(refused)")
    #expect(try bytes(bundle + "/bertft.json") == kept)
    try FileManager.default.createDirectory(atPath: folder.path("mine"), withIntermediateDirectories: true)
    _ = try folder.write("mine", as: "mine/notes.txt")
    let foreign = try Program.run(adapt(own, encoder) + ["--out", folder.path("mine"), "--force"])
    #expect(foreign.status == 64 && foreign.errors.contains("not a bundle"), "\(foreign)")
  }

  @Test func aStudentAndATable() throws {
    let folder = try Folder(), out = folder.path("out")
    let own = try folder.write(Self.texts("screen"), as: "own.txt"),
      other = try folder.write(Self.texts("book"), as: "other.txt")
    func distill(_ corpus: String, _ teacher: String) -> [String] {
      [
        "distill", "--teacher", teacher, corpus, "--out", out, "--layers", "1", "--epochs", "1", "--batch-size", "8",
        "--max-length", "16", "--threads", "1", "--quiet",
      ]
    }
    let encoder = try Fixture.encoder.get(), classifier = try Fixture.classifier.get()
    try check(
      out + "/distill.json", own: distill(own, encoder), others: [distill(other, encoder), distill(own, classifier)])
  }

  @Test func integersOfAnotherBundle() throws {
    let folder = try Folder(), out = folder.path("small"), reviews = try Fixture.reviews.get()
    let bundles = try [1, 2].map { epochs in
      let bundle = folder.path("bundle\(epochs)")
      let trained = try Program.run(try Fixture.training(reviews, out: bundle, epochs: epochs) + ["--quiet"])
      #expect(trained.status == 0, "\(trained)")
      return bundle
    }
    func quantize(_ bundle: String) -> [String] {
      ["quantize", bundle, "--out", out, "--data", reviews, "--min-agreement", "0", "--threads", "1", "--quiet"]
    }
    try check(out + "/bertft.json", own: quantize(bundles[0]), others: [quantize(bundles[1])])
    // Nor is the bundle replaced by its own integers.
    let refused = try Program.run(quantize(bundles[0]) + ["--out", bundles[1]])
    #expect(refused.status == 64 && refused.errors.contains("--force"), "\(refused)")
  }

  @Test(arguments: ["npy", "safetensors", "jsonl", "sqlite"]) func vectorsOfTexts(form: String) throws {
    let folder = try Folder(), out = folder.path("out." + form)
    let own = try folder.write(Self.texts("screen"), as: "own.txt"),
      other = try folder.write(Self.texts("book"), as: "other.txt")
    func embed(_ data: String, _ encoder: String) -> [String] {
      ["embed", data, "--out", out, "--model", encoder, "--threads", "1", "--quiet"]
    }
    let encoder = try Fixture.encoder.get(), classifier = try Fixture.classifier.get()
    // The two models may give the same vectors, but not the same description.
    let file = ["npy", "jsonl"].contains(form) ? out + ".json" : out
    try check(file, own: embed(own, encoder), others: [embed(other, encoder), embed(own, classifier)])
    // What does not tell what it was made of is somebody's own.
    let mine = try folder.write("mine", as: "mine." + form)
    let refused = try Program.run(embed(own, encoder) + ["--out", mine])
    #expect(refused.status == 64 && refused.errors.contains("--force"), "\(refused)")
    #expect(try bytes(mine) == Data("mine".utf8))
  }

  @Test func vectorsOfWords() throws {
    let folder = try Folder(), out = folder.path("out.safetensors")
    let own = try folder.write(Self.texts("screen"), as: "own.txt"),
      other = try folder.write(Self.texts("book"), as: "other.txt")
    func train(_ corpus: String) -> [String] {
      ["vectors", "train", corpus, "--out", out, "--dimensions", "4", "--threads", "1", "--quiet"]
    }
    let words = try folder.write("right 1 0\nup 0 2\n", as: "words.txt")
    let convert = ["vectors", "convert", words, out, "--quiet"]
    try check(out, own: train(own), others: [train(other), convert])
    try check(
      folder.path("second"), own: convert.dropLast(2) + [folder.path("second")],
      others: [
        train(own) + ["--out", folder.path("second")]
      ])
    let mine = try folder.write("mine", as: "mine.txt")
    #expect(try Program.run(["vectors", "convert", words, mine]).status == 64)
    #expect(try bytes(mine) == Data("mine".utf8))
  }
}
