import Foundation
import Testing

/// What a long run in fp32 is told of `--precision bf16`, by the speeds that the cache keeps of this machine.
struct PrecisionHintTests {
  private static let fields = Dictionary(
    ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").split(separator: "\n").compactMap {
      let parts = $0.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }, uniquingKeysWith: { first, _ in first })
  // A processor with AMX has this too.
  static let hasUnit = fields["flags"]?.contains("avx512_bf16") == true

  @Test(
    .enabled(if: hasUnit, "the processor needs a unit for bfloat16"),
    arguments: [
      (2.5e9, ["--epochs", "100000"], true), (1.05e9, ["--epochs", "100000"], false),
      (2.5e9, ["--epochs", "100000", "--precision", "bf16"], false), (2.5e9, ["--epochs", "1"], false),
    ])
  func longRunsAreToldWhatIsMeasured(speed: Double, more: [String], isTold: Bool) throws {
    let folder = try Folder()
    let version = try Program.run(["--version"]).output.prefix { !$0.isWhitespace }
    let machine: [String: Any] = [
      "processor": try #require(Self.fields["model name"]), "release": String(version),
      "threads": ProcessInfo.processInfo.activeProcessorCount, "multiplyAddsPerSecond": 1e9,
    ]
    let rounded = machine.merging(["precision": "bf16", "multiplyAddsPerSecond": speed]) { $1 }
    try folder.write(JSONSerialization.data(withJSONObject: ["machines": [machine, rounded]]), as: "machines.json")
    let running = try Program.start(
      try Fixture.training(try Fixture.reviews.get(), out: folder.path("out")) + more,
      environment: ["BERTFT_CACHE": folder.url.path])
    // The plan, and what is told beside it, come before the first epoch.
    while running.process.isRunning, !running.errorsSoFar.contains("epoch 1 ") { Thread.sleep(forTimeInterval: 0.005) }
    if running.process.isRunning { running.process.terminate() }
    let outcome = try running.wait()
    #expect(outcome.errors.contains("epoch 1 "), "\(outcome)")
    let told = outcome.errorLines.filter { $0.contains("--precision bf16") }
    #expect(told.count == (isTold ? 1 : 0) && told.allSatisfy { $0.contains(" 2.5 times ") }, "\(outcome)")
  }
}
