import Foundation
import Testing

/// `train --method auto` tries methods, says what it found, and keeps it.
struct AutomaticTests {
  private func arguments(_ data: String, out: String) throws -> [String] {
    [
      "train", data, "--model", try Fixture.encoder.get(), "--epochs", "1", "--batch-size", "8", "--max-length", "16",
      "--folds", "2", "--out", out, "--offline", "--threads", "1", "--feature-cache", "0",
    ]
  }

  @Test func theTableIsToldAndKept() throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 24), as: "data.csv")
    let outcome = try Program.run(try arguments(data, out: folder.path("out")) + ["--json", "--time", "1h30m"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("trials ") && outcome.errors.contains("tfidf: accuracy "), "\(outcome)")
    #expect(outcome.errors.contains("forecast"), "\(outcome)")
    let told = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let selection = try #require(told["selection"] as? [String: Any])
    #expect(selection["time_limit"] as? Double == 5400)
    let trials = try #require(selection["trials"] as? [[String: Any]])
    #expect(trials.compactMap { $0["method"] as? String } == ["tfidf", "features", "finetune", "setfit"])
    #expect(trials.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
    #expect((selection["choice"] as? [String: Any])?["method"] as? String == told["method"] as? String)

    let record = try Data(contentsOf: URL(fileURLWithPath: folder.path("out") + "/bertft.json"))
    let kept = try #require(try JSONSerialization.jsonObject(with: record) as? [String: Any])
    let again = try #require((kept["selection"] as? [String: Any])?["trials"] as? [[String: Any]])
    #expect(again.map { $0["reason"] as? String } == trials.map { $0["reason"] as? String })
    #expect(again.map { $0["accuracy"] as? Double } == trials.map { $0["accuracy"] as? Double })
    let page = try String(contentsOfFile: folder.path("out") + "/report.html", encoding: .utf8)
    #expect(page.contains("Methods tried"))
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.url.path)) == ["data.csv", "out"])
  }

  /// The rows of a cross-validation choose no epoch.
  @Test(arguments: ["auto", "finetune"]) func stoppingEarlyNeedsValidationRows(method: String) throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 24), as: "data.csv")
    let outcome = try Program.run(
      try arguments(data, out: folder.path("out")) + ["--method", method, "--early-stopping", "1"])
    #expect(outcome.status == 64 && outcome.errors.contains("--early-stopping"), "\(outcome)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["data.csv"])
  }

  @Test(arguments: [
    ["--method", "finetune", "--time", "10m"], ["--time", "10"], ["--time", "m"], ["--time", "0s"], ["--time", "1m1h"],
    ["--time", "1h1h"], ["--time", "99999999999h"], ["--time", "999999999h"], ["--time", "-5m"],
  ])
  func aLimitIsForAuto(flags: [String]) throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 24), as: "data.csv")
    let outcome = try Program.run(try arguments(data, out: folder.path("out")) + flags)
    #expect(outcome.status == 64 && outcome.errors.contains("--time"), "\(outcome)")
  }
}
