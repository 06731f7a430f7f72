import Foundation
import Testing

/// Control-C: the work ends cleanly, nothing is lost, and the run can go on.
struct InterruptionTests {
  @Test func interruptedTrainingGoesOnToTheSameBytes() throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 200), as: "data.csv")
    let whole = folder.path("whole")
    let cut = folder.path("cut")
    func arguments(_ out: String) throws -> [String] { try Fixture.training(data, out: out, epochs: 24) }

    let uncut = try Program.run(try arguments(whole))
    #expect(uncut.status == 0, "\(uncut)")

    let running = try Program.start(try arguments(cut))
    // The line of the first epoch tells that the run is under way; many more are left to interrupt it in.
    while running.process.isRunning, !running.errorsSoFar.contains("epoch 1 ") {
      // Not a task's sleep: the other tests hold the threads that tasks would wake up on.
      Thread.sleep(forTimeInterval: 0.005)
    }
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

  @Test func interruptedPredictionEndsAtOnce() throws {
    let running = try Program.start(
      ["-c", "sleep 4 | \"$BERTFT\" predict \"$MODEL\" - --input-format txt & p=$!; sleep 1; kill -INT $p; wait $p"],
      executable: URL(fileURLWithPath: "/bin/bash"),
      environment: ["BERTFT": Program.url.path, "MODEL": try Fixture.classifier.get()])
    let outcome = try running.wait()
    #expect(outcome.status == 130, "\(outcome)")
  }
}
