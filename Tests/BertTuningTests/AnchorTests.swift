import BertCheckpoint
import BertData
import BertTuning
import Foundation
import Synchronization
import Testing

/// Fine-tuning with masked tokens of other texts beside the task, so that the encoder stays one.
@Suite struct AnchorTests {
  /// 48 labelled rows and 16 for validation, 20 texts that anchor.
  private func job(_ tiny: TinyModel, weight: Double? = 0.5) throws -> TrainingJob {
    var options = TinyModel.options()
    options.epochs = 2
    var data = try TinyModel.data(64)
    if let weight {
      options.stability = StabilityOptions()
      options.stability?.startPull = 0.01
      options.stability?.anchorWeight = weight
      data.anchor = try AnchorTexts(TinyModel.examples(20, seed: 77))
    }
    return try tiny.job(options, data: data)
  }

  /// It learns beside the task, and the bundle is an ordinary classifier that is judged as any.
  @Test func writesAnOrdinaryClassifier() throws {
    let plain = try TinyModel(), tiny = try TinyModel()
    defer {
      plain.remove()
      tiny.remove()
    }
    _ = try TrainingSession(job(plain, weight: nil)).run()
    let session = try TrainingSession(job(tiny))
    let anchor = try #require(session.plan.anchor)
    #expect(anchor.texts == 20 && anchor.weight == 0.5 && anchor.newTensors.count == 5)
    #expect(session.plan.unlabelledRows == 0)
    #expect(session.plan.lines.contains { $0.hasPrefix("anchor") && $0.contains("20 texts") })
    let outcome = try session.run()
    #expect(outcome.epochs.allSatisfy { $0.maskedLoss == nil && $0.validation != nil })
    let names = try Set(Checkpoint(at: tiny.output).tensors.map(\.name))
    #expect(try names == Set(Checkpoint(at: plain.output).tensors.map(\.name)))
    #expect(try tiny.weights(tiny.output) != plain.weights(plain.output))
  }

  /// Six steps an epoch; the head for masked tokens is in the checkpoint too.
  @Test(arguments: [4, 9]) func resumesToTheSameBytes(cut: Int) throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    _ = try TrainingSession(job(whole)).run()
    var job = try job(parts)
    let done = Mutex(0)
    #expect(throws: TuningError.self) {
      try TrainingSession(job).run(
        isCancelled: { done.withLock { $0 } >= cut },
        onEvent: { if case .step = $0 { done.withLock { $0 += 1 } } })
    }
    job.resume = true
    job.threads = 2
    _ = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func refuse(_ name: String, _ words: String, _ change: (inout TrainingJob) throws -> Void) throws {
      var job = try job(tiny)
      try change(&job)
      #expect("\(name): \(words)") {
        try TrainingSession(job)
      } throws: {
        guard case .option(name, _, let rule)? = $0 as? TuningError else { return false }
        return "\(rule)".contains(words)
      }
    }
    try refuse("anchor-weight", "above 0") { $0.options.stability?.anchorWeight = 0 }
    try refuse("anchor-weight", "finetune") {
      $0.options.method = .lora
      $0.options.stability?.startPull = nil
    }
    try refuse("anchor-weight", "in parts") { $0.options.maxMemory = 1 << 30 }
    try refuse("anchor-weight", "mlm learns") { $0.options.deepAdaptations = [.dann] }
    try refuse("anchor", "needs texts") { $0.data.anchor = nil }
    try refuse("anchor", "needs a weight") { $0.options.stability?.anchorWeight = nil }
    #expect(throws: TuningError.self) { try AnchorTexts([]) }
  }
}
