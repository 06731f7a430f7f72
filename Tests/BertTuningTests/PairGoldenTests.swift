import BertEncoder
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Learning from pairs against sentence-transformers and PyTorch: `Scripts/golden/pair_steps.py`.
@Suite struct PairGoldenTests {
  private struct Figures: Decodable { let cases: [String: Case] }

  struct Case: Decodable {
    let config: EncoderConfiguration
    let shapes: [String: [Int]]
    let sequences: [GoldenModel.Sequence]
    /// The two sequences of each pair.
    let pairs: [[Int]]
    let targets: [Double]
    let vectors: [[Float]]
    let loss: Double
    let gradients: [String: GoldenModel.Sample]
    let training: TaskGoldenTests.Case.Training

    func batch(_ indices: [Int]) -> TokenBatch {
      TokenBatch(indices.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) })
    }

    /// Forward, loss and backward over some of the pairs.
    func step(_ model: SequenceClassifier, _ chosen: [Int], _ compute: Compute) -> StepResult {
      let targets = chosen.map { self.targets[$0] }
      return model.trainingStep(batch(chosen.flatMap { pairs[$0] }), dropout: nil, compute: compute) {
        PairCosine().evaluate($0, targets, scale: 1, gradient: $1)
      }
    }
  }

  private static let names = ["bert", "mpnet", "distilbert", "modernbert"]

  private func load(_ name: String) throws -> (Case, SequenceClassifier) {
    let golden = try #require(try Golden.load(Figures.self, "pair-steps.json", target: "BertTuningTests").cases[name])
    let base = try TestModels.small(golden.config, shapes: golden.shapes, classes: 2)
    let model = SequenceClassifier(
      meanOf: try SequenceClassifier(meanPooling: base), configuration: base.configuration)
    return (golden, model)
  }

  @Test(arguments: names, [1, 2]) func lossVectorsAndGradients(name: String, threads: Int) throws {
    let (golden, model) = try load(name), compute = Compute(threads: threads)
    model.setTrained { _ in true }
    let result = golden.step(model, Array(golden.pairs.indices), compute)
    #expect(abs(result.loss - golden.loss) <= 1e-5)
    for (row, sequence) in golden.pairs.joined().enumerated() {
      for (column, expected) in golden.vectors[sequence].enumerated() {
        #expect(abs(result.logits[row, column] - expected) <= 1e-4, "sequence \(sequence)")
      }
    }
    // The names of the encoder alone lack the prefix that those of a model with a head have.
    func bare(_ parameter: Parameter) -> String { String(parameter.name.drop { $0 != "." }.dropFirst()) }
    #expect(Set(model.parameters.map(bare)) == Set(golden.gradients.keys))
    for parameter in model.parameters {
      try #require(golden.gradients[bare(parameter)]).expectGradient(of: parameter)
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
      let loss = golden.step(model, indices, compute).loss
      #expect(abs(loss - golden.training.losses[step]) <= 2e-5, "loss of step \(step)")
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
    }
  }
}
