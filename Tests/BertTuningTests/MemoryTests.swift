import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing

/// Less memory: batches in parts, and activations computed again.
struct MemoryTests {
  @Test func batchesAreCutBetweenTexts() {
    #expect(BatchCut.parts(lengths: [5, 5, 5], limit: nil) == [0..<3])
    #expect(BatchCut.parts(lengths: [5, 5, 5], limit: 10) == [0..<2, 2..<3])
    #expect(BatchCut.parts(lengths: [12, 3, 3, 4], limit: 10) == [0..<1, 1..<4])
    #expect(BatchCut.parts(lengths: [3], limit: 1) == [0..<1])
  }

  /// The tiny encoder's fixed part in bytes, as the message of the refusal tells it, and 12 tokens' worth more.
  private func tightLimit(_ tiny: TinyModel) throws -> Int {
    var options = TinyModel.options()
    let whole = try TrainingSession(tiny.job(options)).plan
    // With one text at a time.
    for limit in stride(from: whole.expectedBytes, to: 0, by: -4096) {
      options.maxMemory = limit
      guard let plan = try? TrainingSession(tiny.job(options)).plan else { return limit + 4096 }
      if plan.partsPerBatch >= 3 { return limit }
    }
    return 0
  }

  @Test func aLimitOfMemoryChangesTheResultByRoundingAlone() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.classWeights = .list([1, 2, 0.5])
    let free = try TrainingSession(tiny.job(options)).run()
    options.maxMemory = try tightLimit(tiny)
    let session = try TrainingSession(tiny.job(options))
    #expect(session.plan.partsPerBatch > 1)
    #expect(session.plan.expectedBytes <= options.maxMemory ?? 0)
    let limited = try session.run()
    for (a, b) in zip(free.epochs, limited.epochs) { #expect(abs(a.trainingLoss - b.trainingLoss) < 1e-4) }
  }

  @Test func recomputationChangesNothing() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    _ = try TrainingSession(tiny.job(options)).run()
    let kept = try tiny.weights(tiny.output)
    options.recompute = true
    _ = try TrainingSession(tiny.job(options)).run()
    #expect(try tiny.weights(tiny.output) == kept)
  }

  @Test func aLimitThatNotEvenOneTextFitsIsRefusedWithTheFigure() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.maxMemory = 1 << 20
    do {
      _ = try TrainingSession(tiny.job(options))
      Issue.record("accepted")
    } catch {
      guard let error = error as? TuningError, case .option("max-memory", _, let rule) = error else { throw error }
      #expect(rule.contains("recompute activations") && rule.contains("MB"))
      #expect(error.code == .usage)
    }
  }
}
