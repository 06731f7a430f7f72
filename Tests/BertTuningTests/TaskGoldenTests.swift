import BertEncoder
import BertKernels
import BertText
import BertTuning
import Testing
import _TestSupport

/// Learning several labels a text and a number against transformers and PyTorch: `Scripts/golden/task_steps.py`.
@Suite struct TaskGoldenTests {
  private struct Figures: Decodable { let cases: [String: Case] }

  struct Case: Decodable {
    let config: EncoderConfiguration
    let shapes: [String: [Int]]
    let outputs: Int
    let problem: String
    let weights: [Double]?
    let sequences: [GoldenModel.Sequence]
    let targets: [[Double]]
    let logits: [[Float]]
    let loss: Double
    let gradients: [String: GoldenModel.Sample]
    let training: Training

    struct Training: Decodable {
      let rate: Float
      let batches: [[Int]]
      let losses: [Double]
    }

    /// Forward, loss and backward over some of the sequences.
    ///
    /// - Parameter scale: Factor of the gradients.
    func step(_ model: SequenceClassifier, _ indices: [Int], scale: Float = 1, _ compute: Compute) -> Double {
      let batch = TokenBatch(indices.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) })
      if problem == "regression" {
        return model.trainingStep(
          batch, targets: indices.map { targets[$0][0] }, loss: SquaredError(), dropout: nil, lossScale: scale,
          compute: compute
        ).loss
      }
      return model.trainingStep(
        batch, targets: indices.map { targets[$0] }, loss: BinaryCrossEntropy(positiveWeights: weights),
        dropout: nil, lossScale: scale, compute: compute
      ).loss
    }
  }

  private static let names = [
    "bert-multi-label", "bert-multi-label-weighted", "roberta-multi-label", "bert-number", "distilbert-number",
  ]

  private func load(_ name: String) throws -> (Case, SequenceClassifier) {
    let golden = try #require(try Golden.load(Figures.self, "task-steps.json", target: "BertTuningTests").cases[name])
    return (golden, try TestModels.small(golden.config, shapes: golden.shapes, classes: golden.outputs))
  }

  @Test(arguments: names, [1, 2]) func lossAndGradients(name: String, threads: Int) throws {
    let (golden, model) = try load(name), compute = Compute(threads: threads)
    model.setTrained { _ in true }
    let loss = golden.step(model, Array(golden.sequences.indices), compute)
    #expect(abs(loss - golden.loss) <= 1e-5 * max(1, golden.loss))
    #expect(Set(model.parameters.map(\.name)) == Set(golden.gradients.keys))
    for parameter in model.parameters {
      try #require(golden.gradients[parameter.name]).expectGradient(of: parameter)
    }
  }

  @Test(arguments: names, [1, 2]) func tenSteps(name: String, threads: Int) throws {
    let (golden, model) = try load(name), compute = Compute(threads: threads)
    model.setTrained { _ in true }
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (step, indices) in golden.training.batches.enumerated() {
      let loss = golden.step(model, indices, compute)
      let expected = golden.training.losses[step]
      #expect(abs(loss - expected) <= 1e-5 * max(1, expected), "loss of step \(step)")
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
    }
  }
}
