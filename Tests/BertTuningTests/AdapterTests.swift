import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertTuning
import Foundation
import Synchronization
import Testing

/// Runs of the methods `lora` and `bitfit` from the encoder to the bundle.
@Suite struct AdapterTests {
  private static let methods = [TrainingMethod.lora, .bitfit]

  private func options(_ method: TrainingMethod) -> TrainingOptions {
    var options = TinyModel.options()
    options.method = method
    options.learningRate = 1e-2
    return options
  }

  @Test(arguments: methods) func learnsAndLeavesTheRestAlone(method: TrainingMethod) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = options(method)
    // The weights of the tiny encoder are random: its biases alone have much to make up for.
    options.learningRate = method == .lora ? 5e-3 : 2e-2
    options.epochs = method == .lora ? 12 : 30
    let session = try TrainingSession(tiny.job(options, data: TinyModel.data(240)))
    #expect(session.plan.trainedWeights < session.plan.weights / 2)
    let outcome = try session.run()
    #expect(try #require(outcome.validation?.classification).accuracy > 0.9)
    let before = try Checkpoint(at: tiny.encoder), after = try Checkpoint(at: tiny.output)
    // What transformers expects, and nothing else.
    #expect(
      Set(after.tensors.map(\.name))
        == Set(before.tensors.map { "bert." + $0.name } + ["classifier.weight", "classifier.bias"]))
    for tensor in before.tensors {
      let isMatrix = tensor.name.hasSuffix("dense.weight") || tensor.name.contains("attention.self.")
      let isMoved =
        switch method {
        case .lora: isMatrix && tensor.name.hasPrefix("encoder.") && tensor.name.hasSuffix(".weight")
        default: tensor.name.hasSuffix(".bias")
        }
      let isSame = try before.floats(of: tensor.name) == after.floats(of: "bert." + tensor.name)
      #expect(isSame == !isMoved, "\(tensor.name)")
    }
  }

  /// 72 rows make nine steps an epoch: inside an epoch and at its end, at another number of threads than the first.
  @Test(arguments: methods, [0, 4, 9]) func resumesToTheSameBytes(method: TrainingMethod, cut: Int) throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    _ = try TrainingSession(whole.job(options(method))).run()
    var job = try parts.job(options(method))
    job.threads = 2
    let done = Mutex(0)
    #expect(throws: TuningError.self) {
      try TrainingSession(job).run(
        isCancelled: { done.withLock { $0 } >= cut },
        onEvent: { event in
          if case .step(let progress) = event { done.withLock { $0 = progress.step } }
        })
    }
    // The encoder is not copied into a checkpoint.
    let files = try FileManager.default.contentsOfDirectory(atPath: parts.partial.path)
    for file in files where file.hasSuffix(".safetensors") {
      let names = try Checkpoint(at: parts.partial.appendingPathComponent(file)).tensors.map(\.name)
      #expect(!names.contains { $0.contains("word_embeddings") })
    }
    job.resume = true
    job.threads = 1
    _ = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
  }

  @Test(arguments: methods) func recomputationChangesNothingAndAnotherSeedDoes(method: TrainingMethod) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = options(method)
    _ = try TrainingSession(tiny.job(options)).run()
    let kept = try tiny.weights(tiny.output)
    options.recompute = true
    _ = try TrainingSession(tiny.job(options)).run()
    #expect(try tiny.weights(tiny.output) == kept)
    options.seed += 1
    _ = try TrainingSession(tiny.job(options)).run()
    #expect(try tiny.weights(tiny.output) != kept)
  }

  /// With a rate so small that nothing changes, the bundle is the encoder: B begins at zero.
  @Test func anUpdateBeginsAtNothing() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = options(.lora)
    options.learningRate = 1e-12
    options.epochs = 9
    options.earlyStopping = 1
    let outcome = try TrainingSession(tiny.job(options)).run()
    #expect(outcome.epochs.count == 2 && outcome.bestEpoch == 1)
    let name = "encoder.layer.0.attention.self.query.weight"
    let before = try Checkpoint(at: tiny.encoder).floats(of: name)
    let after = try Checkpoint(at: tiny.output).floats(of: "bert." + name)
    for (a, b) in zip(before, after) { #expect(abs(a - b) < 1e-7) }
  }

  @Test func refusesWhatTheMethodsCannotDo() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func expectRefused(_ name: String, _ method: TrainingMethod, _ change: (inout TrainingJob) -> Void) throws {
      var job = try tiny.job(options(method))
      change(&job)
      #expect("\(name) of \(method)") {
        _ = try TrainingSession(job)
      } throws: { error in
        guard case .option(let found, _, _)? = error as? TuningError else { return false }
        return found == name
      }
    }
    for method in Self.methods {
      try expectRefused("freeze", method) { $0.options.freeze = .embeddings }
      try expectRefused("gradual-unfreeze", method) { $0.options.gradualUnfreeze = true }
      try expectRefused("reinit-top", method) { $0.options.reinitializeTop = 1 }
    }
    try expectRefused("lora-rank", .lora) { $0.options.lora = LoRAOptions(rank: 0) }
    try expectRefused("lora-rank", .lora) { $0.options.lora = LoRAOptions(rank: 33) }
    try expectRefused("lora-alpha", .lora) { $0.options.lora = LoRAOptions(alpha: 0) }
    try expectRefused("lora-targets", .lora) { $0.options.lora = LoRAOptions(targets: []) }
    try expectRefused("lora-rank", .finetune) { $0.options.lora = LoRAOptions() }
    try expectRefused("adapter-out", .bitfit) { $0.adapterOutput = tiny.root.appendingPathComponent("adapter") }
    try expectRefused("adapter-out", .lora) { $0.adapterOutput = tiny.output }
    try expectRefused("adapter-out", .lora) { $0.adapterOutput = tiny.encoder }
  }

  @Test func targetsAreRead() throws {
    #expect(try LoRAOptions.targets(parsing: "all") == LayerWeight.allCases)
    #expect(try LoRAOptions.targets(parsing: "attention") == [.query, .key, .value, .attentionOutput])
    #expect(try LoRAOptions.targets(parsing: "v,q,v") == [.query, .value])
    for text in ["", "q,", "query", "Q"] {
      #expect(throws: TuningError.self) { try LoRAOptions.targets(parsing: text) }
    }
  }
}
