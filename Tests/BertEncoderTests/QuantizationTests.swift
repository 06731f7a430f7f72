import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import Foundation
import Testing
import _TestSupport

/// The encoder in eight bits against PyTorch's fp32 figures, and its way through a file.
@Suite struct QuantizationTests {
  private func cosine(_ a: [Float], _ b: [Float]) -> Double {
    var product = 0.0, first = 0.0, second = 0.0
    for (x, y) in zip(a, b) {
      product += Double(x) * Double(y)
      first += Double(x) * Double(x)
      second += Double(y) * Double(y)
    }
    return product / (first * second).squareRoot()
  }

  /// `Scripts/golden/encoder.py` wrote PyTorch's values. 0.99: single tokens, which are less steady than means.
  @Test("all-MiniLM-L6-v2 in int8 points where PyTorch's fp32 does", .enabled(if: RealData.isAvailable))
  func nearPyTorch() async throws {
    let golden = try GoldenModel.load("minilm")
    let model = try await TestModels.miniLM(golden), compute = Compute(threads: 2)
    let batch = golden.batch(Array(golden.sequences.indices))
    let exact = model.encoder.hiddenStates(batch, compute: compute).toArray()
    model.prepareForInference(compute, precision: .int8)
    let states = model.encoder.hiddenStates(batch, compute: compute)
    // Were it the same, nothing would have been quantised.
    #expect(states.toArray() != exact)
    let pooled = model.pooledFeatures(batch, compute: compute)
    for (index, forward) in golden.forward.enumerated() {
      let rows = states.rows(batch.boundaries[index]..<batch.boundaries[index + 1]).toArray()
      let sample = try #require(forward.hidden.last)
      let ours = sample.values.indices.map { rows[$0 * sample.stride] }
      #expect(cosine(ours, sample.values) > 0.99)
      #expect(cosine(pooled.rows(index..<index + 1).toArray(), forward.pooled) > 0.99)
    }
  }

  @Test("Kernels and threads do not show; training forgets the integers")
  func sameBytes() throws {
    let golden = try GoldenModel.load("hidden60")
    let batch = golden.batch([0, 1, 2, 3])
    let results = try QuantizedKernel.available.flatMap { kernel in
      try [1, 3].map { threads in
        let model = try TestModels.small(golden)
        let compute = Compute(threads: threads, quantizedKernel: kernel)
        model.prepareForInference(compute, precision: .int8)
        return model.logits(batch, compute: compute).toArray()
      }
    }
    for result in results { #expect(result == results[0]) }
    let model = try TestModels.small(golden), compute = Compute(threads: 1)
    let before = model.logits(batch, compute: compute).toArray()
    model.prepareForInference(compute, precision: .int8)
    #expect(model.logits(batch, compute: compute).toArray() != before)
    model.weightsDidChange()
    #expect(model.logits(batch, compute: compute).toArray() == before)
  }

  @Test(
    "Written and read back it gives the same bytes, in int8 and from its integers in floats",
    arguments: [
      "hidden60", "distilbert", "roberta", "electra", "albert", "albert-groups", "mpnet", "gpt2", "xlnet", "modernbert",
      "deberta", "deberta-apart",
      "gte", "eurobert",
    ])
  func throughAFile(name: String) throws {
    let golden = try GoldenModel.load(name)
    let model = try TestModels.small(golden), compute = Compute(threads: 1)
    let batch = golden.batch(Array(golden.sequences.indices))
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    try SafetensorsWriter.write(model.quantizedTensorSources(compute), metadata: [:], to: url)
    model.prepareForInference(compute, precision: .int8)
    let live = model.logits(batch, compute: compute).toArray()
    let checkpoint = try Checkpoint(at: url)
    #expect(Precision(of: checkpoint) == .int8)
    let read = try SequenceClassifier(
      checkpoint: checkpoint, configuration: model.configuration, classes: model.classes, seed: 9)
    let floats = read.logits(batch, compute: compute).toArray()
    read.prepareForInference(compute, precision: .int8)
    #expect(read.logits(batch, compute: compute).toArray() == live)
    // The weights are the same; only the activations differ, by less than half a step of 255 in each product.
    #expect(zip(floats, live).allSatisfy { abs($0 - $1) < 0.05 })
    #expect(floats != live)
    let states = read.encoder.hiddenStates(batch, compute: compute)
    for (index, forward) in golden.forward.enumerated() {
      let rows = states.rows(batch.boundaries[index]..<batch.boundaries[index + 1]).toArray()
      let sample = try #require(forward.hidden.last)
      #expect(cosine(sample.values.indices.map { rows[$0 * sample.stride] }, sample.values) > 0.99)
    }
  }
}
