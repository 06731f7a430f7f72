import BertEncoder
import BertKernels
import BertText
import Foundation
import Testing
import _TestSupport

@Suite struct MeanPoolingTests {
  @Test(
    "The layers added give the normalized mean of the token states",
    arguments: [
      "hidden60", "hidden48-tanh", "distilbert", "roberta", "electra", "albert", "mpnet", "gpt2", "xlnet",
      "xlnet-clamped", "modernbert", "modernbert-biases", "deberta",
      "gte", "nomic-bert", "eurobert",
    ])
  func mean(name: String) throws {
    let golden = try GoldenModel.load(name)
    let base = try TestModels.small(golden), compute = Compute(threads: 2)
    let batch = golden.batch(Array(golden.sequences.indices))
    let states = base.encoder.hiddenStates(batch, compute: compute)
    let model = try SequenceClassifier(meanPooling: base)
    let pooled = model.pooledFeatures(batch, compute: compute)
    let hidden = base.configuration.hiddenSize, bound = Double(hidden).squareRoot()
    for (sequence, (first, end)) in zip(batch.boundaries, batch.boundaries.dropFirst()).enumerated() {
      let means = (0..<hidden).map { column -> Double in
        let shares = Self.shares(base, count: end - first, column: column)
        return zip(first..<end, shares).reduce(0.0) { $0 + Double(states[$1.0, column]) * $1.1 }
      }
      let mean = means.reduce(0, +) / Double(hidden)
      let deviation = (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(hidden)).squareRoot()
      for column in 0..<hidden {
        let value = (means[column] - mean) / deviation
        // Where the head's activation is a straight line, and the scale of the features there. The token's own state is
        // left with a thousandth of the mean's weight, and the mean is the smaller of the two by the root of the number
        // of tokens.
        let (expected, scale): (Double, Double) =
          switch name {
          case "distilbert": (value + bound, 1)
          case "electra", "deberta": (value + bound + 6, 1)
          case "gpt2": (column == 0 ? 1 : value, 1)
          case "modernbert", "modernbert-biases": (value, 1)
          // Nothing normalizes the mean.
          case "eurobert": (means[column] + Double(model.featureOffset), 1)
          default: (tanh(0.01 * value), 0.01)
          }
        #expect(abs(Double(pooled[sequence, column]) - expected) < scale * 0.02, "sequence \(sequence), \(column)")
      }
    }
  }

  /// How much each token weighs in the mean: alike, but for a bias by distance to the first token.
  private static func shares(_ model: SequenceClassifier, count: Int, column: Int) -> [Double] {
    guard let bias = model.parameters.first(where: { $0.name.hasSuffix("relative_attention_bias.weight") }) else {
      return Array(repeating: 1 / Double(count), count: count)
    }
    let head = column / model.configuration.headSize
    let weights = (0..<count).map { n in
      // Buckets of distances ahead: 17 … 23 for one each, then by the logarithm up to 128.
      let far = 8 + Int(log(Double(max(n, 8)) / 8) / log(16) * 8 + 1e-6)
      return exp(Double(bias.value[n == 0 ? 0 : 16 + (n < 8 ? n : min(15, far)), head]))
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  @Test(
    "A classifier set on the features gives their product and the biases",
    arguments: ["roberta", "gpt2", "xlnet", "modernbert", "eurobert"])
  func classifier(name: String) throws {
    let golden = try GoldenModel.load(name)
    let model = try SequenceClassifier(meanPooling: TestModels.small(golden)), compute = Compute(threads: 1)
    let hidden = model.configuration.hiddenSize, classes = model.classes
    // The first feature may be a constant, which a regression gives no weight.
    let weights = (0..<classes * hidden).map { $0 % hidden == 0 ? 0 : Float(($0 * 7) % 11) / 10 - 0.5 }
    let biases = (0..<classes).map { Float($0) - 0.75 }
    model.setClassifier(weights: weights, biases: biases)
    let batch = golden.batch([0, 1, 2])
    let features = model.pooledFeatures(batch, compute: compute), logits = model.logits(batch, compute: compute)
    for sequence in 0..<3 {
      for label in 0..<classes {
        let product = (0..<hidden).reduce(0.0) {
          $0 + Double(weights[label * hidden + $1]) * Double(features[sequence, $1])
        }
        #expect(abs(Double(logits[sequence, label]) - product - Double(biases[label])) < 1e-4)
      }
    }
  }

  @Test("Groups of layers that do not divide evenly get none added")
  func unevenGroups() throws {
    let base = try TestModels.small(GoldenModel.load("albert-groups"))
    #expect {
      _ = try SequenceClassifier(meanPooling: base)
    } throws: {
      if case .configurationInvalid("num_hidden_layers", "5", _)? = $0 as? ModelError { true } else { false }
    }
  }

  @Test("The layers below are shared, and the model has one more")
  func shared() throws {
    let golden = try GoldenModel.load("hidden60")
    let base = try TestModels.small(golden)
    let model = try SequenceClassifier(meanPooling: base)
    #expect(model.configuration.layerCount == base.configuration.layerCount + 1)
    for parameter in base.parameters where parameter.part != .pooler && parameter.part != .classifier {
      #expect(model.parameters.contains { $0 === parameter })
    }
    #expect(model.parameters.contains { $0.name == "bert.encoder.layer.3.attention.self.value.weight" })
  }
}
