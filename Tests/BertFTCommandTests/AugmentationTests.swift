import Foundation
import Testing

/// `bertft train --augment`, `--resample` and `--mixup`: what is written and said, and what is refused.
struct AugmentationTests {
  private func options(_ bundle: String) throws -> [String: Any]? {
    let text = try String(contentsOfFile: bundle + "/bertft.json", encoding: .utf8)
    let record = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return (record["options"] as? [String: Any])?["augmentation"] as? [String: Any]
  }

  @Test func flagsReachTheRun() throws {
    let folder = try Folder(), out = folder.path("out"), plain = folder.path("plain")
    let told = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: out, epochs: 1) + ["--resample", "0.5", "--mixup", "0.2"])
    #expect(told.status == 0, "\(told)")
    #expect(told.errors.contains("each label by the share of its rows to the power 0.5"), "\(told)")
    #expect(told.errors.contains("mixed by a share from Beta(0.2, 0.2)"), "\(told)")
    let found = try #require(try options(out))
    #expect(found as? [String: Double] == ["resampling": 0.5, "mixup": 0.2], "\(found)")
    // Without them nothing of the kind is written.
    #expect(try Program.run(try Fixture.training(try Fixture.reviews.get(), out: plain, epochs: 1)).status == 0)
    #expect(try options(plain) == nil)
  }

  @Test func versionsAreLearnt() throws {
    let folder = try Folder(), out = folder.path("out"), noisy = folder.path("noisy")
    let words = try folder.write(
      (0..<200).map { "word\($0) \($0 % 7) 1\n" }.joined() + "good 1 0.5\ngreat 1 0.6\n", as: "words.txt")
    let told = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: out, epochs: 1) + ["--augment", "eda:2", "--vectors", words])
    #expect(told.status == 0, "\(told)")
    #expect(told.errors.contains("2 new versions of each text an epoch, by one of replacement"), "\(told)")
    let texts = try #require(try options(out)?["texts"] as? [String: Any])
    #expect(texts["kind"] as? String == "eda" && texts["copies"] as? Int == 2)
    let vectors = try #require(texts["vectors"] as? [String: String])
    #expect(vectors["name"] == words && vectors["sha256"]?.count == 64)
    // Without vectors that is said.
    let plain = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: noisy, epochs: 1) + ["--augment", "eda"])
    #expect(plain.status == 0 && plain.errors.contains("word vectors would add replacement and insertion"), "\(plain)")
  }

  @Test(
    arguments: [
      (["--augment", "back-translation"], "--augment"), (["--augment", "eda:0"], "--augment"),
      (["--augment", "eda", "--method", "features"], "--augment"),
      (["--augment", "eda", "--long-text", "windows"], "--augment"),
      (["--augment", "noise", "--vectors", "glove-6b-50d"], "--vectors"), (["--vectors", "glove-6b-50d"], "--vectors"),
      (["--resample", "even"], "--resample"), (["--resample", "1"], "--resample"),
      (["--resample", "balanced", "--class-weights", "balanced"], "--resample"),
      (["--resample", "balanced", "--method", "features"], "--resample"),
      (["--resample", "balanced", "--task", "regression"], "--resample"),
      (["--mixup", "0"], "--mixup"), (["--mixup", "0.1", "--r-drop", "1"], "--mixup"),
      (["--mixup", "0.1", "--max-memory", "4GB"], "--mixup"), (["--mixup", "0.1", "--batch-size", "1"], "--mixup"),
      (["--mixup", "0.1", "--method", "auto"], "--mixup"), (["--mixup", "0.1", "--method", "setfit"], "--mixup"),
    ] as [([String], String)])
  func refuses(_ more: [String], says word: String) throws {
    let folder = try Folder()
    let base = try Fixture.training(try Fixture.reviews.get(), out: folder.path("out"), epochs: 1)
    // Of an option that is given twice the last counts.
    let told = try Program.run(base + more)
    #expect(told.status == 64 && told.errors.contains(word), "\(more): \(told)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }
}
