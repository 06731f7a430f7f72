import BertEncoder
import BertKernels
import BertText
import Testing
import _TestSupport

/// Gradient × input against PyTorch's gradients of the same logits; figures by Scripts/golden/attributions.py.
@Suite struct AttributionTests {
  struct Figures: Decodable {
    var models: [String: [Sequence]]

    struct Sequence: Decodable {
      var sequence: Int
      var label: Int
      var scores: [Double]
    }
  }

  @Test(
    "Tokens' shares of a logit",
    arguments: [
      "hidden60", "hidden48-tanh", "distilbert", "roberta", "electra", "albert", "mpnet", "gpt2", "xlnet", "deberta",
      "modernbert", "modernbert-biases",
    ], [1, 2])
  func agreement(name: String, threads: Int) throws {
    let golden = try GoldenModel.load(name)
    let figures = try Golden.load(Figures.self, "attributions.json", target: "BertEncoderTests")
    let expected = try #require(figures.models[name])
    let model = try TestModels.small(golden), compute = Compute(threads: threads)
    // What training leaves: gradients of all parameters, and weights packed for the evaluation.
    model.setTrained { _ in true }
    model.prepareForInference(compute)
    let batch = golden.batch(expected.map(\.sequence))
    let scores = model.attributions(batch, classes: expected.map(\.label), compute: compute)
    #expect(scores.count == batch.tokenCount)
    for (row, sequence) in expected.enumerated() {
      let own = Array(scores[batch.boundaries[row]..<batch.boundaries[row + 1]])
      #expect(own.count == sequence.scores.count)
      // A score is a sum of as many products as the embedding has numbers, which rounding moves by the largest of them.
      let scale = max(1, sequence.scores.map(abs).max() ?? 1)
      for (found, wanted) in zip(own, sequence.scores) { #expect(abs(found - wanted) <= 1e-4 * scale) }
    }
  }
}
