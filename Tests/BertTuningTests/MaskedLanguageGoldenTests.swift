import BertEncoder
import BertKernels
import BertText
import BertTuning
import Testing
import _TestSupport

/// Learning masked tokens against transformers' classes …ForMaskedLM: `Scripts/golden/masked_language.py`.
@Suite struct MaskedLanguageGoldenTests {
  private struct Figures: Decodable { let cases: [String: Case] }

  struct Case: Decodable {
    let config: EncoderConfiguration
    let shapes: [String: [Int]]
    let sequences: [GoldenModel.Sequence]
    /// The id that each token was, −100 where it is not predicted.
    let labels: [[Int32]]
    /// Of all tokens of the third sequence, `[T, V]`.
    let logits: [Float]?
    let loss: Double
    let gradients: [String: GoldenModel.Sample]
    let training: TaskGoldenTests.Case.Training?

    /// Forward, loss and backward over some of the sequences.
    func step(_ model: SequenceClassifier, _ indices: [Int], _ compute: Compute) -> Double {
      let labels = indices.flatMap { self.labels[$0] }
      let rows = labels.indices.filter { labels[$0] >= 0 }
      return model.maskedStep(
        batch(indices), rows: rows, targets: rows.map { labels[$0] }, dropout: nil, compute: compute)
    }

    func batch(_ indices: [Int]) -> TokenBatch {
      TokenBatch(indices.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) })
    }
  }

  private static let names = [
    "bert", "distilbert", "roberta", "camembert", "xlm-roberta", "albert", "mpnet", "electra",
  ]

  private static let figures = Result {
    try Golden.load(Figures.self, "masked-language.json", target: "BertTuningTests")
  }

  private func load(_ name: String) throws -> (Case, SequenceClassifier) {
    let golden = try #require(try Self.figures.get().cases[name])
    let model = try TestModels.small(
      golden.config, shapes: golden.shapes, classes: golden.config.vocabularySize, head: .maskedTokens)
    #expect(model.freshParameters.isEmpty)
    return (golden, model)
  }

  @Test(arguments: names) func logits(name: String) throws {
    let (golden, model) = try load(name)
    let expected = try #require(golden.logits)
    let logits = model.logits(golden.batch([2]), compute: Compute(threads: 1)).toArray()
    #expect(logits.count == expected.count)
    for (index, (found, expected)) in zip(logits, expected).enumerated() {
      #expect(abs(found - expected) <= 1e-5 * max(1, abs(expected)), "logit \(index)")
    }
  }

  @Test(arguments: names + ["bert-many-words"], [1, 2]) func lossAndGradients(name: String, threads: Int) throws {
    let (golden, model) = try load(name), compute = Compute(threads: threads)
    model.setTrained { _ in true }
    let loss = golden.step(model, Array(golden.sequences.indices), compute)
    #expect(abs(loss - golden.loss) <= 1e-5 * golden.loss)
    #expect(Set(model.parameters.map(\.name)) == Set(golden.gradients.keys))
    for parameter in model.parameters {
      try #require(golden.gradients[parameter.name]).expectGradient(of: parameter)
    }
  }

  @Test(arguments: ["bert", "distilbert", "roberta", "albert", "electra"]) func tenSteps(name: String) throws {
    let (golden, model) = try load(name), compute = Compute(threads: 2)
    let training = try #require(golden.training)
    model.setTrained { _ in true }
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (step, indices) in training.batches.enumerated() {
      let loss = golden.step(model, indices, compute), expected = training.losses[step]
      #expect(abs(loss - expected) <= 1e-5 * max(1, expected), "loss of step \(step)")
      optimizer.step(learningRate: { _ in training.rate }, compute: compute)
    }
  }
}
