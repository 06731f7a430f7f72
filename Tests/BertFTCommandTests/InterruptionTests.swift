import Foundation
import Testing

/// Control-C and worse: nothing is lost, and the run can go on.
struct InterruptionTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGKILL]) func stoppedTrainingGoesOnToTheSameBytes(signal: Int32) throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 200), as: "data.csv")
    let whole = folder.path("whole")
    let cut = folder.path("cut")
    func arguments(_ out: String) throws -> [String] { try Fixture.training(data, out: out, epochs: 24) }

    let uncut = try Program.run(try arguments(whole))
    #expect(uncut.status == 0, "\(uncut)")

    let running = try Program.start(try arguments(cut))
    // The line of the second epoch tells that the first is saved; many more are left to stop the run in.
    while running.process.isRunning, !running.errorsSoFar.contains("epoch 2 ") {
      // Not a task's sleep: the other tests hold the threads that tasks would wake up on.
      Thread.sleep(forTimeInterval: 0.005)
    }
    kill(running.process.processIdentifier, signal)
    let stopped = try running.wait()
    if signal == SIGKILL {
      #expect(stopped.signal == SIGKILL, "\(stopped)")
    } else {
      #expect(stopped.status == 130, "\(stopped)")
      #expect(stopped.errors.contains("--resume"), "\(stopped)")
    }
    #expect(!FileManager.default.fileExists(atPath: cut + "/model.safetensors"))

    let resumed = try Program.run(try arguments(cut) + ["--resume"])
    #expect(resumed.status == 0, "\(resumed)")
    let file = "model.safetensors"
    #expect(
      FileManager.default.contents(atPath: cut + "/" + file)
        == FileManager.default.contents(atPath: whole + "/" + file))
    // Nothing of the stopped run is left beside the bundle.
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.url.path)) == ["data.csv", "whole", "cut"])
  }

  /// As a supervisor starts it again, that cannot know how far the run was killed.
  @Test func aRunThatSavedNothingBeginsAnewWithResume() throws {
    let folder = try Folder(), reviews = try Fixture.reviews.get()
    func weights(_ name: String, _ options: [String]) throws -> Data? {
      let outcome = try Program.run(try Fixture.training(reviews, out: folder.path(name)) + options)
      #expect(outcome.status == 0, "\(outcome)")
      return FileManager.default.contents(atPath: folder.path(name) + "/model.safetensors")
    }
    let anew = try weights("anew", ["--resume"])
    #expect(try anew != nil && anew == weights("plain", []))
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
