import BertEncoder
import BertKernels
import BertTuning
import Testing
import _TestSupport

/// With dropout, backward must draw the masks that forward drew: at every place of the network.
@Suite struct DropoutGradientTests {
  @Test(
    "With dropout, the loss falls along each gradient as steeply as the gradient says",
    arguments: [
      "hidden48-tanh", "camembert", "electra-unprojected", "albert-groups", "gpt2-scaled", "xlnet-clamped",
      "modernbert-biases", "deberta", "deberta-apart",
      "gte", "eurobert-mean",
    ])
  func directionalDerivatives(name: String) throws {
    let golden = try GoldenModel.load(name)
    let model = try TestModels.small(golden), compute = Compute(threads: 2)
    model.dropoutRates = DropoutRates(all: 0.3)
    model.setTrained { _ in true }
    let batch = golden.batch(Array(golden.sequences.indices))
    func loss() -> Double {
      model.zeroGradients(compute: compute)
      return model.trainingStep(
        batch, targets: golden.labels, loss: CrossEntropy(), dropout: DropoutKey(seed: 11, step: 4), compute: compute
      ).loss
    }
    #expect(abs(loss() - golden.loss) > 1e-3)
    #expect(try gradients(model, loss, recomputes: true) == gradients(model, loss, recomputes: false))
    try expectSteepness(model, loss)
  }

  private func gradients(_ model: SequenceClassifier, _ loss: () -> Double, recomputes: Bool) throws -> [[Float]] {
    model.recomputes = recomputes
    defer { model.recomputes = false }
    _ = loss()
    return try model.parameters.map { try #require($0.gradientValues) }
  }
}

/// Expects the loss to fall along each gradient as steeply as the gradient says.
func expectSteepness(_ model: SequenceClassifier, _ loss: () -> Double) throws {
  for parameter in model.parameters where !parameter.name.hasSuffix("key.bias") {
    _ = loss()
    let gradient = try #require(parameter.gradient).toArray(), values = parameter.value.toArray()
    let norm = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    // Small enough for the curve, large enough for the rounding of a loss near 1 in single precision.
    let step = 2e-3
    func moved(_ distance: Double) -> Double {
      parameter.value.copy(from: zip(values, gradient).map { $0 + Float(distance / norm) * $1 })
      return loss()
    }
    let slope = (moved(step) - moved(-step)) / (2 * step)
    parameter.value.copy(from: values)
    #expect(abs(slope - norm) < 0.02 * norm + 1e-3, "\(parameter.name): \(slope) for \(norm)")
  }
}
