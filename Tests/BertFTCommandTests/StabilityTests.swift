import Foundation
import Testing

/// `bertft train --linear-probe`, `--l2-sp`, `--mixout`, `--r-drop`, `--ema`, `--soup` and `--report-drift`: what is written
/// and said, and what is refused.
struct StabilityTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func record(_ bundle: String) throws -> [String: Any] {
    try object(String(contentsOfFile: bundle + "/bertft.json", encoding: .utf8))
  }

  @Test func flagsReachTheRun() throws {
    let folder = try Folder(), out = folder.path("out")
    let told = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: out, epochs: 1) + [
        "--linear-probe", "--l2-sp", "0.05", "--l2-sp-head", "0.02", "--mixout", "0.1", "--r-drop", "0.5", "--ema",
        "0.9",
        "--report-drift",
      ])
    #expect(told.status == 0 && told.output.contains("nearest neighbours of a text"), "\(told)")
    #expect(told.output.contains("the linear probe had"), "\(told)")
    let record = try record(out)
    let options = try #require((record["options"] as? [String: Any])?["stability"] as? [String: Any])
    #expect(options["linearProbe"] as? Bool == true && options["reportsDrift"] as? Bool == true, "\(options)")
    #expect(
      options.compactMapValues { $0 as? Double }.filter { !["linearProbe", "reportsDrift"].contains($0.key) }
        == ["startPull": 0.05, "headPull": 0.02, "mixout": 0.1, "rDrop": 0.5, "averaging": 0.9], "\(options)")
    let drift = try #require(record["drift"] as? [String: Any])
    #expect((0...1).contains(try #require(drift["overlap"] as? Double)) && drift["neighbours"] as? Int == 10)
    let page = try String(contentsOfFile: out + "/report.html", encoding: .utf8)
    #expect(page.contains("nearest neighbours of a text"))
    // Without them nothing of the kind is written.
    let plain = folder.path("plain")
    #expect(try Program.run(try Fixture.training(try Fixture.reviews.get(), out: plain, epochs: 1)).status == 0)
    let without = try self.record(plain)
    #expect(without["drift"] == nil && without["soup"] == nil)
    #expect((without["options"] as? [String: Any])?["stability"] == nil)
  }

  /// Masked tokens of other texts, or of the data itself, whose labels are not read; the weights are pulled too.
  @Test func anchorReachesTheRun() throws {
    let folder = try Folder(), out = folder.path("out"), data = try Fixture.reviews.get()
    let told = try Program.run(try Fixture.training(data, out: out, epochs: 1) + ["--anchor", data, "--report-drift"])
    #expect(told.status == 0 && told.errors.contains("whose masked tokens count 0.1 beside the task"), "\(told)")
    let options = try #require((try record(out)["options"] as? [String: Any])?["stability"] as? [String: Any])
    let anchor = try #require(try record(out)["anchor"] as? [String: Any])
    #expect(anchor["rows"] as? Int ?? 0 > 0 && anchor["file_sha256"] as? String != nil)
    #expect(options["anchorWeight"] as? Double == 0.1 && options["startPull"] as? Double == 0.01, "\(options)")
    #expect(try Program.run(["predict", out, "--text", "good"]).status == 0)
  }

  @Test func soupIsOneBundleMore() throws {
    let folder = try Folder(), out = folder.path("out")
    let arguments =
      try Fixture.training(try Fixture.reviews.get(), out: out, epochs: 1) + [
        "--seeds", "2", "--soup", "--linear-probe", "--validation", "0.3",
      ]
    let told = try Program.run(arguments + ["--json"])
    #expect(told.status == 0, "\(told)")
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: folder.url.path)) == ["out", "out-seed42", "out-seed43"])
    let result = try object(told.output), runs = try #require(result["runs"] as? [[String: Any]])
    let soup = try #require(result["soup"] as? [String: Any])
    #expect(soup["bundle"] as? String == out || (soup["bundle"] as? String)?.hasSuffix("out") == true)
    let figures = try #require(soup["soup"] as? [String: Any])
    let value = try #require(figures["value"] as? Double)
    let ingredients = try #require(figures["ingredients"] as? [[String: Any]])
    #expect(Set(ingredients.compactMap { $0["seed"] as? Int }) == [42, 43])
    for run in runs {
      let own = try #require((run["validation"] as? [String: Any])?["accuracy"] as? Double)
      #expect(value >= own)
    }
    #expect((soup["validation"] as? [String: Any])?["accuracy"] as? Double == value)
    #expect(try record(out)["soup"] != nil)
    let predicted = try Program.run(["predict", out, "--text", "good"])
    #expect(predicted.status == 0, "\(predicted)")
  }

  @Test(
    arguments: [
      (["--l2-sp", "0.1", "--weight-decay", "0.1"], "--weight-decay"), (["--l2-sp", "-1"], "--l2-sp"),
      (["--l2-sp-head", "1"], "--l2-sp-head"), (["--anchor-weight", "1"], "--anchor"),
      (["--anchor", "-", "--anchor-weight", "0"], "--anchor-weight"),
      (["--anchor", "-", "--method", "lora"], "--anchor"),
      (["--anchor", "-", "--weight-decay", "0.1"], "--weight-decay"),
      (["--anchor", "-", "--max-memory", "4G"], "--anchor-weight"), (["--mixout", "1"], "--mixout"),
      (["--mixout", "0.1", "--method", "lora"], "--mixout"), (["--ema", "1"], "--ema"),
      (["--ema", "0.9", "--method", "features"], "--ema"), (["--r-drop", "1", "--dropout", "0"], "--r-drop"),
      (["--r-drop", "1", "--task", "regression"], "--r-drop"),
      (["--linear-probe", "--reinit-top", "1"], "--linear-probe"),
      (["--linear-probe", "--method", "auto"], "--linear-probe"),
      (["--report-drift", "--method", "features"], "--report-drift"), (["--soup"], "--seeds"),
      (["--soup", "--seeds", "2", "--method", "features"], "--soup"),
      (["--soup", "--seeds", "2", "--resume"], "--resume"),
      (["--soup", "--seeds", "2", "--validation", "0"], "--soup"),
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
