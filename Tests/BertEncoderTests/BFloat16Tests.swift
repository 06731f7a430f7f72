import BertEncoder
import BertKernels
import BertText
import BertTuning
import Testing
import _TestSupport

/// Products of factors rounded to bfloat16, against PyTorch whose linear layers and attention round them too.
@Suite struct BFloat16Tests {
  /// What `Scripts/golden/bfloat16_step.py` writes.
  private struct Figures: Decodable {
    var config: EncoderConfiguration
    var shapes: [String: [Int]]
    var sequences: [GoldenModel.Sequence]
    var labels: [Int]
    var loss: Double
    var logits: [[Float]]
    var gradients: [String: GoldenModel.Sample]
    var fp32: Distance

    /// How far PyTorch is from these figures where nothing is rounded.
    struct Distance: Decodable {
      var loss: Double
      var logits: Float
      /// The root mean square over the parameters.
      var gradients: Double
    }
  }

  /// The twin sums in more than fp32. Where its sums are disturbed as another order disturbs them, its own gradients move by
  /// 1e-4 at the most; without rounding, or with that of linear layers or of attention alone, they are 5e-3 away. The
  /// bounds lie between.
  @Test("A step as PyTorch's whose factors are rounded, on each unit", arguments: BFloat16Kernel.available.map(\.name))
  func nearTheTwin(unit: String) throws {
    let kernel = try #require(BFloat16Kernel.available.first { $0.name == unit })
    let figures = try Golden.load(Figures.self, "bfloat16-step.json", target: "BertEncoderTests")
    let batch = TokenBatch(figures.sequences.map { Encoding(ids: $0.ids, typeIDs: $0.types) })
    let model = try TestModels.small(figures.config, shapes: figures.shapes, classes: 3)
    let compute = Compute(threads: 2, factors: .bfloat16, bfloat16Kernel: kernel)
    let logits = model.logits(batch, compute: compute).toArray()
    let expected = figures.logits.flatMap { $0 }
    let apart = zip(logits, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(logits.count == expected.count && apart < 0.1 * figures.fp32.logits, "\(apart)")

    model.setTrained { _ in true }
    let result = model.trainingStep(
      batch, targets: figures.labels, loss: CrossEntropy(), dropout: nil,
      compute: compute)
    #expect(abs(result.loss - figures.loss) < 0.1 * abs(figures.fp32.loss - figures.loss), "\(result.loss)")
    var squares = 0.0, count = 0
    for parameter in model.parameters where !parameter.name.hasSuffix("key.bias") {
      let sample = try #require(figures.gradients[parameter.name])
      let values = try #require(parameter.gradientValues)
      var difference = 0.0, norm = 0.0
      for (index, value) in sample.values.enumerated() {
        let error = Double(values[index * sample.stride]) - Double(value)
        difference += error * error
        norm += Double(value) * Double(value)
      }
      squares += difference / norm
      count += 1
    }
    let distance = (squares / Double(count)).squareRoot()
    #expect(distance < 0.1 * figures.fp32.gradients, "\(distance) of \(figures.fp32.gradients)")
  }

  @Test("Threads and packing do not show; in floats nothing changes")
  func sameBytes() throws {
    let golden = try GoldenModel.load("hidden60"), batch = golden.batch([0, 1, 2, 3])
    func logits(_ compute: Compute, packed: Bool) throws -> [Float] {
      let model = try TestModels.small(golden)
      if packed { model.prepareForInference(compute) }
      return model.logits(batch, compute: compute).toArray()
    }
    let rounded = try logits(Compute(threads: 1, factors: .bfloat16), packed: false)
    #expect(try logits(Compute(threads: 3, factors: .bfloat16), packed: true) == rounded)
    let exact = try logits(Compute(threads: 1), packed: false)
    #expect(exact != rounded)
    let compute = Compute(threads: 2, factors: .bfloat16)
    #expect(try logits(compute.computing(in: .float32), packed: true) == exact)
    #expect(compute.computing(in: .float32).computing(in: .bfloat16).factors == .bfloat16)
    #expect(try logits(compute, packed: true) == rounded)
  }
}
