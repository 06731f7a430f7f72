import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import BertText
import BertTuning
import Foundation
import Synchronization
import Testing
import _TestSupport

/// A run that learns to predict masked tokens: what it writes, who reads it, and that nothing but the options decides it.
@Suite struct MaskedTrainingTests {
  private static func options() -> TrainingOptions {
    var options = TrainingOptions.ofMaskedTokens
    options.epochs = 2
    options.batchSize = 8
    options.maxLength = 12
    options.learningRate = 2e-3
    return options
  }

  private func job(_ tiny: TinyModel, _ options: TrainingOptions = Self.options()) throws -> MaskedTrainingJob {
    var data = try MaskedTrainingData(
      encoder: tiny.encoder, maxLength: options.maxLength, validationShare: 0, seed: options.seed)
    for row in TinyModel.examples(40) { try data.add(row) }
    // Of twenty tokens, in two pieces.
    try data.add(Example(text: Array(repeating: "it was a fine thing", count: 4).joined(separator: " "), line: 50))
    for row in TinyModel.examples(12, seed: 8) { try data.addValidation(row) }
    var job = MaskedTrainingJob(
      encoder: tiny.encoder, encoderName: "tiny", data: data, options: options, output: tiny.output)
    job.threads = 1
    job.program = "bertft test"
    return job
  }

  @Test func writesAnEncoderThatOpensAgain() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let session = try MaskedTrainingSession(try job(tiny))
    // The checkpoint is a bare encoder's.
    #expect(session.plan.newTensors.count == 5 && session.plan.sequences == 42 && session.plan.cutTexts == 1)
    let outcome = try session.run()
    let before = try #require(outcome.lossBefore), after = try #require(outcome.lossAfter)
    #expect(after < before - 0.1, "\(before) to \(after)")
    #expect(outcome.epochs.map(\.maskedLoss).allSatisfy { $0 != nil })
    let model = try PretrainedModel(at: tiny.output)
    #expect(model.isEncoder && model.document["a_key_of_others"] != nil)
    #expect(model.document["torch_dtype"] == "float32")
    // The pooler is the source's, whose tensors have no prefix.
    let source = try Checkpoint(at: tiny.encoder), written = try Checkpoint(at: tiny.output)
    #expect(try written.floats(of: "bert.pooler.dense.weight") == source.floats(of: "pooler.dense.weight"))
    #expect(
      try written.floats(of: "bert.embeddings.word_embeddings.weight")
        != source.floats(of: "embeddings.word_embeddings.weight"))
    // A second run begins with the head of the first.
    var again = Self.options()
    again.epochs = 1
    var second = EncoderJob(
      encoder: tiny.output, encoderName: "adapted", data: try job(tiny).data, options: again,
      output: tiny.root.appendingPathComponent("second"))
    second.threads = 1
    let next = try MaskedTrainingSession(second)
    #expect(next.plan.newTensors.isEmpty)
    let start = try #require(try next.run().lossBefore)
    #expect(abs(start - after) < 1e-4)
  }

  @Test func anInterruptedRunEndsWithTheSameBytesAtAnyThreads() throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    _ = try MaskedTrainingSession(try job(whole)).run()
    var first = try job(parts)
    first.threads = 2
    let done = Mutex(0)
    let session = try MaskedTrainingSession(first)
    #expect(throws: TuningError.self) {
      try session.run(
        isCancelled: { done.withLock { $0 } >= 8 },
        onEvent: { event in
          if case .step(let progress) = event { done.withLock { $0 = progress.step } }
        })
    }
    #expect(FileManager.default.fileExists(atPath: parts.partial.path))
    first.resume = true
    first.threads = 3
    let resumed = try MaskedTrainingSession(first).run()
    #expect(resumed.epochs.count == 2)
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    // Other masks are another run.
    var other = Self.options()
    other.masking?.share = 0.3
    let third = try TinyModel()
    defer { third.remove() }
    _ = try MaskedTrainingSession(try job(third, other)).run()
    #expect(try third.weights(third.output) != whole.weights(whole.output))
  }

  @Test func batchesInPartsLearnTheSame() throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    var options = Self.options()
    options.dropout = 0
    let a = try MaskedTrainingSession(try job(whole, options)).run()
    let session = try MaskedTrainingSession(try job(parts, options))
    options.maxMemory = session.plan.expectedBytes - 300_000
    let cut = try MaskedTrainingSession(try job(parts, options))
    #expect(cut.plan.partsPerBatch > 1)
    let b = try cut.run()
    for (x, y) in zip(a.epochs, b.epochs) { #expect(abs(x.trainingLoss - y.trainingLoss) < 1e-4) }
  }

  @Test func whatCannotBeLearntFromIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func refuse(_ change: (inout TrainingOptions) -> Void, _ name: String) throws {
      var options = Self.options()
      change(&options)
      #expect("\(name)") {
        _ = try MaskedTrainingSession(try job(tiny, options))
      } throws: { error in
        guard case .option(name, _, _)? = error as? TuningError else { return false }
        return true
      }
    }
    try refuse({ $0.masking?.share = 0 }, "mask")
    try refuse({ $0.masking?.share = 1 }, "mask")
    try refuse({ $0.epochs = 0 }, "epochs")
    try refuse({ $0.maxLength = 1000 }, "max-length")
    // A head that reads other words than the encoder does.
    let config = tiny.encoder.appendingPathComponent("config.json")
    var document = try JSONValue(parsing: [UInt8](Data(contentsOf: config)))
    document["tie_word_embeddings"] = false
    try JSONFile.write(document, .pretty, to: config)
    #expect {
      _ = try MaskedTrainingSession(try job(tiny))
    } throws: { error in
      guard case .maskingUnfit(_, let reason)? = error as? TuningError else { return false }
      return reason.contains("tie_word_embeddings")
    }
    // A vocabulary without a mask.
    let words = tiny.encoder.appendingPathComponent("vocab.txt")
    let text = try String(contentsOf: words, encoding: .utf8).replacingOccurrences(of: "[MASK]", with: "[NONE]")
    try Data(text.utf8).write(to: words)
    #expect {
      _ = try job(tiny)
    } throws: { error in
      guard case .maskingUnfit(_, let reason)? = error as? TuningError else { return false }
      return reason.contains("mask token")
    }
  }

  @Test(.enabled(if: Oracle.isAvailable)) func transformersReadsIt() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try MaskedTrainingSession(try job(tiny)).run()
    let model = try PretrainedModel(at: tiny.output)
    let masked = try SequenceClassifier(
      maskedTokensOf: model.checkpoint, configuration: model.configuration, seed: 0)
    let ids = model.tokenizer.tokenizer.encodeIDs("this is a [MASK] thing")
    let compute = Compute(threads: 1)
    let logits = masked.logits(TokenBatch([ids]), compute: compute).toArray()
    let states = masked.encoder.hiddenStates(TokenBatch([ids]), compute: compute).toArray()
    struct Answer: Decodable {
      let ids: [Int32]
      let logits: [Float]
      let states: [Float]
      let missing: [String]
    }
    let told = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/masked_logits.py"),
      arguments: [tiny.output.path, "this is a [MASK] thing"])
    let answer = try JSONDecoder().decode(Answer.self, from: Data(told.utf8))
    #expect(answer.ids == ids.ids && answer.missing.isEmpty)
    #expect(answer.logits.count == logits.count && answer.states.count == states.count)
    for (a, b) in zip(logits + states, answer.logits + answer.states) { #expect(abs(a - b) < 2e-5) }
  }
}
