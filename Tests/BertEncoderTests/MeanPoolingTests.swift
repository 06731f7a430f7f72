import BertEncoder
import BertKernels
import BertText
import Foundation
import Testing
import _TestSupport

@Suite struct MeanPoolingTests {
  @Test("The added layer gives the normalized mean of the token states", arguments: ["hidden60", "hidden48-tanh"])
  func mean(name: String) throws {
    let golden = try GoldenModel.load(name)
    let base = try TestModels.small(golden), compute = Compute(threads: 2)
    let batch = golden.batch(Array(golden.sequences.indices))
    let states = base.encoder.hiddenStates(batch, compute: compute)
    let pooled = SequenceClassifier(meanPooling: base).pooledFeatures(batch, compute: compute)
    let hidden = base.configuration.hiddenSize
    for (sequence, (first, end)) in zip(batch.boundaries, batch.boundaries.dropFirst()).enumerated() {
      let means = (0..<hidden).map { column in
        (first..<end).reduce(0.0) { $0 + Double(states[$1, column]) } / Double(end - first)
      }
      let mean = means.reduce(0, +) / Double(hidden)
      let deviation = (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(hidden)).squareRoot()
      for column in 0..<hidden {
        let expected = tanh(0.01 * (means[column] - mean) / deviation)
        // The first token's own state is left with a thousandth of the mean's weight, and the mean is the smaller of
        // the two by the root of the number of tokens.
        #expect(abs(Double(pooled[sequence, column]) - expected) < 0.01 * 0.02, "sequence \(sequence), \(column)")
      }
    }
  }

  @Test("The layers below are shared, and the model has one more")
  func shared() throws {
    let golden = try GoldenModel.load("hidden60")
    let base = try TestModels.small(golden)
    let model = SequenceClassifier(meanPooling: base)
    #expect(model.configuration.layerCount == base.configuration.layerCount + 1)
    for parameter in base.parameters where parameter.part != .pooler && parameter.part != .classifier {
      #expect(model.parameters.contains { $0 === parameter })
    }
    #expect(model.parameters.contains { $0.name == "bert.encoder.layer.3.attention.self.value.weight" })
  }
}
