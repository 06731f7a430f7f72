import Foundation
import Testing

/// `--precision bf16` of the commands: what is written down, what is told, and what is refused.
struct PrecisionTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  private func succeed(_ arguments: [String]) throws -> Program.Outcome {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  @Test func aBundleTellsInWhatItLearntAndAnswersInEither() throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let trained = try succeed(
      try Fixture.training(try Fixture.reviews.get(), out: bundle) + ["--precision", "bf16"])
    #expect(trained.errors.contains("precision   bf16"), "\(trained)")
    let record = try object(String(contentsOfFile: bundle + "/bertft.json", encoding: .utf8))
    #expect((record["options"] as? [String: Any])?["precision"] as? String == "bf16")
    #expect(record["precision"] == nil)
    func logits(_ arguments: [String]) throws -> [Double] {
      let outcome = try succeed(["predict", bundle, "--text", "a lovely screen", "--logits"] + arguments)
      return try #require(try object(outcome.output)["logits"] as? [Double])
    }
    let exact = try logits([]), rounded = try logits(["--precision", "bf16"])
    #expect(try logits(["--precision", "fp32"]) == exact)
    #expect(rounded != exact && zip(rounded, exact).allSatisfy { abs($0 - $1) < 0.1 }, "\(rounded) \(exact)")
    _ = try succeed(["evaluate", bundle, try Fixture.reviews.get(), "--precision", "bf16"])
  }

  @Test func theUsualPrecisionChangesNoByte() throws {
    let folder = try Folder(), data = try Fixture.reviews.get()
    _ = try succeed(try Fixture.training(data, out: folder.path("plain")))
    _ = try succeed(try Fixture.training(data, out: folder.path("named")) + ["--precision", "fp32"])
    for file in ["model.safetensors", "config.json"] {
      let files = ["plain", "named"].map { FileManager.default.contents(atPath: folder.path($0) + "/" + file) }
      #expect(files[0] != nil && files[0] == files[1], "\(file)")
    }
    let record = try object(String(contentsOfFile: folder.path("named/bertft.json"), encoding: .utf8))
    #expect((record["options"] as? [String: Any])?["precision"] == nil)
  }

  @Test func anotherPrecisionDoesNotContinueARun() throws {
    let folder = try Folder(), out = folder.path("out")
    let arguments = try Fixture.training(try Fixture.reviews.get(), out: out, epochs: 60)
    let running = try Program.start(arguments + ["--precision", "bf16"])
    while running.process.isRunning, !running.errorsSoFar.contains("epoch 2 ") { Thread.sleep(forTimeInterval: 0.005) }
    kill(running.process.processIdentifier, SIGINT)
    #expect(try running.wait().status == 130)
    let other = try Program.run(arguments + ["--resume"])
    #expect(other.status == 64 && other.errors.contains("precision"), "\(other)")
  }

  @Test func vectorsRememberIt() throws {
    let folder = try Folder(), out = folder.path("out.npy"), exact = folder.path("exact.npy")
    func embed(_ out: String, _ more: [String]) throws {
      _ = try succeed(
        ["embed", try Fixture.reviews.get(), "--out", out, "--model", try Fixture.encoder.get(), "--threads", "1"]
          + more)
    }
    try embed(out, ["--precision", "bf16"])
    try embed(exact, [])
    #expect(FileManager.default.contents(atPath: out) != FileManager.default.contents(atPath: exact))
    let described = try object(String(contentsOfFile: out + ".json", encoding: .utf8))
    #expect(described["precision"] as? String == "bf16")
    #expect(try object(String(contentsOfFile: exact + ".json", encoding: .utf8))["precision"] == nil)
    // The query is made as the rows were.
    func search(_ more: [String]) throws -> String {
      try succeed(["search", out, "a lovely screen", "-k", "3"] + more).output
    }
    #expect(try search([]) == search(["--precision", "bf16"]))
    #expect(try search([]) != search(["--precision", "fp32"]))
  }

  @Test func whatCannotBeIsRefused() throws {
    let folder = try Folder(), data = try Fixture.reviews.get()
    let training = try Fixture.training(data, out: folder.path("out"))
    for arguments in [
      training + ["--precision", "int8"], training + ["--precision", "half"],
      ["adapt", data, "--model", try Fixture.encoder.get(), "--out", folder.path("a"), "--precision", "int8"],
      ["embed", data, "--model", try Fixture.encoder.get(), "--out", folder.path("b.npy"), "--precision", "fp16"],
    ] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 64 && outcome.errors.contains("--precision"), "\(outcome)")
    }
    let simple = try Program.run([
      "train", data, "--method", "tfidf", "--out", folder.path("simple"), "--precision", "bf16",
    ])
    #expect(simple.status == 0 && simple.errors.contains("--precision has no effect"), "\(simple)")
  }

  @Test(arguments: [["--objective", "masked", "--max-length", "32"], ["--layers", "1"]])
  func encodersLearnInIt(kind: [String]) throws {
    let folder = try Folder(), data = try Fixture.reviews.get(), model = try Fixture.encoder.get()
    let command = kind[0] == "--objective" ? ["adapt", data, "--model", model] : ["distill", data, "--teacher", model]
    let outcome = try succeed(
      command + kind + ["--epochs", "1", "--threads", "1", "--precision", "bf16", "--out", folder.path("out")])
    #expect(outcome.errors.contains("precision   bf16"), "\(outcome)")
  }
}
