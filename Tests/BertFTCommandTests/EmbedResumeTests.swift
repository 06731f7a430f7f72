import Foundation
import Testing
import _TestSupport

/// `bertft embed` that is killed over and over, and ends as if nothing had been.
struct EmbedResumeTests {
  @Test(arguments: ["npy", "sqlite", "jsonl"]) func killedAtAnyMoment(form: String) throws {
    let folder = try Folder()
    var text = "key,text\n"
    for row in 0..<40_000 { text += "k\(row),book \(row % 30_000)\n" }
    let data = try folder.write(text, as: "data.csv")
    func arguments(_ out: String) throws -> [String] {
      [
        "embed", data, "--out", folder.path(out), "--model", try Fixture.encoder.get(), "--threads", "1", "--quiet",
        "--id-column", "key", "--carry", "text", "--resume",
      ]
    }
    let start = ContinuousClock.now
    #expect(try Program.run(arguments("whole.\(form)")).status == 0)
    let time = (ContinuousClock.now - start) / Duration.seconds(1)
    var kills = 0, seed = UInt64(form.utf8.count)
    while true {
      let running = try Program.start(arguments("out.\(form)"))
      // Between nothing and half of the whole time: the start, the work and the journal are all met.
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let pause = time * Double(seed >> 40) / Double(1 << 24) * 0.5
      let deadline = Date(timeIntervalSinceNow: kills < 12 ? pause : 120)
      while running.process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.002) }
      kill(running.process.processIdentifier, SIGKILL)
      let outcome = try running.wait()
      if outcome.status == 0 { break }
      #expect(outcome.signal == SIGKILL, "\(outcome)")
      kills += 1
    }
    #expect(kills > 1)
    for suffix in form == "npy" ? ["", ".rows.jsonl"] : [""] {
      let out = URL(fileURLWithPath: folder.path("out.\(form)\(suffix)"))
      let whole = URL(fileURLWithPath: folder.path("whole.\(form)\(suffix)"))
      #expect(try Data(contentsOf: out) == Data(contentsOf: whole), "\(suffix) after \(kills) kills")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(!left.contains { $0.hasSuffix(".partial") })
  }
}
