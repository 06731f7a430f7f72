import Foundation
import Testing

/// `--profile`: what the time went to, all of it, and the same result.
struct ProfileTests {
  private func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// Checks what holds of every profile, and returns its stages.
  private func stages(_ profile: [String: Any]) throws -> [String: Double] {
    let seconds = try #require(profile["seconds"] as? Double),
      list = try #require(profile["stages"] as? [[String: Any]])
    var stages: [String: Double] = [:]
    for stage in list {
      let name = try #require(stage["stage"] as? String), own = try #require(stage["seconds"] as? Double)
      #expect(stages[name] == nil && own > 0, "\(name)")
      #expect(abs((stage["share"] as? Double ?? -1) - own / seconds) < 1e-9)
      stages[name] = own
    }
    #expect(abs(stages.values.reduce(0, +) - seconds) < 1e-6 * seconds)
    let rest = ["other", "rest_of_steps", "rest_of_batches"].reduce(0) { $0 + (stages[$1] ?? 0) }
    #expect(abs((profile["named_share"] as? Double ?? -1) - (1 - rest / seconds)) < 1e-6)
    return stages
  }

  @Test func trainingIsTheSameAndAllOfItsTimeIsTold() throws {
    let folder = try Folder()
    let plain = folder.path("plain"), measured = folder.path("measured")
    let arguments = try Fixture.training(try Fixture.reviews.get(), out: plain) + ["--test", "0.2"]
    #expect(try Program.run(arguments).status == 0)
    let began = ContinuousClock.now
    let outcome = try Program.run(arguments + ["--out", measured, "--profile", "--threads", "2"])
    let elapsed = (ContinuousClock.now - began) / .seconds(1)
    #expect(outcome.status == 0, "\(outcome)")
    for name in ["model.safetensors", "config.json", "vocab.txt"] {
      #expect(
        FileManager.default.contents(atPath: "\(plain)/\(name)")
          == FileManager.default.contents(atPath: "\(measured)/\(name)"), "\(name)")
    }
    #expect(!FileManager.default.fileExists(atPath: plain + "/profile.json"))
    let profile = try object(try #require(FileManager.default.contents(atPath: measured + "/profile.json")))
    let stages = try stages(profile)
    #expect(try #require(profile["seconds"] as? Double) <= elapsed)
    #expect(profile["threads"] as? Int == 2)
    // 60 rows, of which 12 are tested and some judge the epochs, in batches of 8, twice.
    #expect(profile["steps"] as? Int == 12 || profile["steps"] as? Int == 10 || profile["steps"] as? Int == 14)
    for name in [
      "reading", "opening", "hashing", "tokenizing", "planning", "baseline", "embedding", "packing", "products",
      "epilogues", "attention", "elementwise", "head", "gradient_norm", "optimizer", "validation", "checkpoints",
      "judging", "writing", "reading_back", "report",
    ] {
      #expect(stages[name] != nil, "\(name)")
    }
    for line in ["stage", "packing of factors", "ms a step", "of the time has a name"] {
      #expect(outcome.errors.contains(line), "\(outcome)")
    }
    #expect(!outcome.output.contains("packing"))
  }

  @Test func embeddingTellsItInItsObject() throws {
    let folder = try Folder()
    func embed(_ name: String, _ more: String...) throws -> [String: Any] {
      let outcome = try Program.run(
        [
          "embed", try Fixture.reviews.get(), "--model", try Fixture.encoder.get(), "--out", folder.path(name),
          "--json", "--quiet", "--offline",
        ] + more)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
      return try object(Data(outcome.output.utf8))
    }
    #expect(try embed("plain.npy")["profile"] == nil)
    let profile = try #require(try embed("measured.npy", "--profile")["profile"] as? [String: Any])
    let stages = try stages(profile)
    #expect(profile["steps"] is NSNull)
    for name in ["reading", "opening", "tokenizing", "products", "attention", "writing"] {
      #expect(stages[name] != nil, "\(name)")
    }
    for name in ["optimizer", "baseline", "validation"] { #expect(stages[name] == nil, "\(name)") }
    #expect(
      FileManager.default.contents(atPath: folder.path("plain.npy"))
        == FileManager.default.contents(atPath: folder.path("measured.npy")))
  }

  @Test(arguments: [["--method", "tfidf"], ["--method", "finetune", "--seeds", "2"]])
  func whatCannotBeMeasuredIsRefused(more: [String]) throws {
    let folder = try Folder()
    let outcome = try Program.run(
      ["train", try Fixture.reviews.get(), "--model", try Fixture.encoder.get(), "--out", folder.path("out")] + more
        + ["--profile", "--offline"])
    #expect(outcome.status == 64 && outcome.errors.contains("--profile"), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }
}
