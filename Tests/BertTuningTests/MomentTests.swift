import BertCheckpoint
import BertTuning
import Foundation
import Testing

/// Running means of the optimizer in bfloat16.
struct MomentTests {
  private func options(_ moments: MomentFormat?) -> TrainingOptions {
    var options = TinyModel.options()
    options.moments = moments
    return options
  }

  @Test func aRunLearnsAsInSinglePrecisionAndToOtherBytes() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let single = try TrainingSession(tiny.job(options(nil))).run()
    let kept = try tiny.weights(tiny.output)
    let half = try TrainingSession(tiny.job(options(.bf16))).run()
    #expect(try tiny.weights(tiny.output) != kept)
    // A running mean is off by 2^-8 of itself at the most, and so is a step: of losses below 1 far less.
    for (a, b) in zip(single.epochs, half.epochs) { #expect(abs(a.trainingLoss - b.trainingLoss) < 0.01) }
  }

  /// The cut lies within an epoch; the resumed run has another number of threads.
  @Test func aRunResumesToTheSameBytesFromMeansAsTheyAreHeld() throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    _ = try TrainingSession(whole.job(options(.bf16))).run()
    var job = try parts.job(options(.bf16))
    job.threads = 2
    job.runInterrupted(afterSteps: 4)
    let files = try FileManager.default.contentsOfDirectory(atPath: parts.partial.path)
    let file = try #require(files.first { $0.hasPrefix("step-") })
    let checkpoint = try Checkpoint(at: parts.partial.appendingPathComponent(file))
    for mean in ["first", "second"] {
      #expect(checkpoint.tensors.contains { $0.name.hasPrefix("optimizer.\(mean).") && $0.type == .bf16 })
      // Vectors are few numbers.
      #expect(
        checkpoint.tensors.filter { $0.name.hasPrefix("optimizer.\(mean).") && $0.shape.count == 1 }.allSatisfy {
          $0.type == .f32
        })
    }
    job.resume = true
    job.threads = 1
    _ = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
  }

  /// A run in single precision may not continue in another form.
  @Test func aRunWithOtherMeansIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try tiny.job(options(nil))
    job.runInterrupted(afterSteps: 2)
    job.resume = true
    job.options.moments = .bf16
    #expect {
      try TrainingSession(job)
    } throws: {
      if case .resumeOptionsDiffer(_, let names)? = $0 as? TuningError { names == ["moments"] } else { false }
    }
  }

  /// 4 bytes less for each trained number that is read.
  @Test func thePlanCountsThem() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let single = try TrainingSession(tiny.job(options(nil))).plan
    let half = try TrainingSession(tiny.job(options(.bf16))).plan
    #expect(single.expectedBytes - half.expectedBytes == 4 * half.trainedWeights)
  }
}
