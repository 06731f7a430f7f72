import Foundation
import Testing

/// Control-C: the work ends cleanly, nothing is lost, and the run can go on.
struct InterruptionTests {
  @Test func interruptedTrainingGoesOnToTheSameBytes() async throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 300), as: "data.csv")
    let whole = folder.path("whole")
    let cut = folder.path("cut")
    func arguments(_ out: String) throws -> [String] { try Fixture.training(data, out: out, epochs: 60) }

    let uncut = try Program.run(try arguments(whole))
    #expect(uncut.status == 0, "\(uncut)")

    let running = try Program.start(try arguments(cut))
    try await Task.sleep(for: .milliseconds(1500))
    #expect(running.process.isRunning, "the run must be long enough to be interrupted")
    running.process.interrupt()
    let interrupted = try running.wait()
    #expect(interrupted.status == 130, "\(interrupted)")
    #expect(interrupted.errors.contains("--resume"), "\(interrupted)")
    #expect(!FileManager.default.fileExists(atPath: cut + "/model.safetensors"))

    let resumed = try Program.run(try arguments(cut) + ["--resume"])
    #expect(resumed.status == 0, "\(resumed)")
    let file = "model.safetensors"
    #expect(
      FileManager.default.contents(atPath: cut + "/" + file)
        == FileManager.default.contents(atPath: whole + "/" + file))
  }

  @Test func nothingToResumeIs66() throws {
    let folder = try Folder()
    let outcome = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: folder.path("out")) + ["--resume"])
    #expect(outcome.status == 66, "\(outcome)")
  }

  @Test func interruptedPredictionEndsAtOnce() async throws {
    let running = try Program.start(
      ["-c", "sleep 20 | \"$BERTFT\" predict \"$MODEL\" - --input-format txt & p=$!; sleep 1; kill -INT $p; wait $p"],
      executable: URL(fileURLWithPath: "/bin/bash"),
      environment: ["BERTFT": Program.url.path, "MODEL": try Fixture.classifier.get()])
    let outcome = try running.wait()
    #expect(outcome.status == 130, "\(outcome)")
  }
}
