import BertStorage
import Foundation
import Testing
import _TestSupport

/// The version before wrote the bundles whose hashes stand in `Golden/Bundles` (`Scripts/golden/bundles.py`): the same
/// encoder, rows and options still give the same bytes.
///
/// The kernels give the same bytes on every x86-64 processor; on others the figures decide.
struct EarlierBundleTests {
  struct Run: Decodable, CustomTestStringConvertible {
    struct Epoch: Decodable {
      let loss: Double
      let accuracy: Double
      let is_best: Bool
    }
    let name: String
    let arguments: [String]
    let sha256: String
    let epochs: [Epoch]
    var testDescription: String { name }
  }

  /// A line of `metrics.jsonl`.
  struct Line: Decodable {
    struct Validation: Decodable {
      let accuracy: Double
    }
    let training_loss: Double
    let validation: Validation
    let is_best: Bool
  }

  struct Golden: Decodable {
    let always: [String]
    let cases: [Run]
    let interrupted: Run
  }

  static let place = RepositoryRoot.url.appendingPathComponent("Tests/BertFTCommandTests/Golden/Bundles")
  static let golden = Result {
    try JSONDecoder().decode(Golden.self, from: Data(contentsOf: place.appendingPathComponent("cases.json")))
  }

  @Test(arguments: try golden.get().cases)
  func theSameBytes(run: Run) throws {
    let folder = try Folder()
    let out = folder.path("out")
    let outcome = try Program.run(["train"] + run.arguments + Self.arguments(out), directory: Self.place)
    #expect(outcome.status == 0, "\(outcome)")
    try expect(out, run)
  }

  /// A run that the version before had begun ends as it would have ended there.
  @Test func anInterruptedRunGoesOn() throws {
    let run = try Self.golden.get().interrupted
    let folder = try Folder()
    let out = folder.path(run.name)
    try FileManager.default.copyItem(
      at: Self.place.appendingPathComponent(run.name + ".partial"), to: URL(fileURLWithPath: out + ".partial"))
    let outcome = try Program.run(
      ["train"] + run.arguments + Self.arguments(out) + ["--resume"], directory: Self.place)
    #expect(outcome.status == 0, "\(outcome)")
    try expect(out, run)
  }

  private static func arguments(_ out: String) throws -> [String] {
    // The version before held a share of few rows.
    try golden.get().always + ["--folds", "1", "--out", out]
  }

  private func expect(_ bundle: String, _ run: Run) throws {
    let weights = try Data(contentsOf: URL(fileURLWithPath: bundle + "/model.safetensors"))
    let digest = FileDigest.sha256(of: weights)
    let lines = try String(contentsOfFile: bundle + "/metrics.jsonl", encoding: .utf8).split(separator: "\n")
    let epochs = try lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    #expect(epochs.count == run.epochs.count)
    #if arch(x86_64) && os(Linux)
      let tolerance = 0.0
      #expect(digest == run.sha256)
    #else
      let tolerance = 1e-3
    #endif
    for (epoch, expected) in zip(epochs, run.epochs) {
      #expect(abs(epoch.training_loss - expected.loss) <= tolerance * expected.loss)
      #expect(epoch.validation.accuracy == expected.accuracy)
      #expect(epoch.is_best == expected.is_best)
    }
  }
}
