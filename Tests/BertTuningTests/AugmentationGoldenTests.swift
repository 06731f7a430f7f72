import BertEncoder
import BertKernels
import BertText
import BertTuning
import Testing
import _TestSupport

/// Mix-up of sentence vectors against PyTorch, with given shares and partners: `Scripts/golden/augmentation.py`.
@Suite struct AugmentationGoldenTests {
  private struct Figures: Decodable {
    let shares: [Float]
    let partners: [[Int]]
    let cases: [String: Case]
  }

  private struct Case: Decodable {
    let config: EncoderConfiguration
    let classes: Int
    let shapes: [String: [Int]]
    let sequences: [GoldenModel.Sequence]
    let labels: [Int]
    let weights: [Float]?
    let gradients: [String: GoldenModel.Sample]
    let training: StabilityGoldenTests.Case.Training
    let learnt: [String: GoldenModel.Sample]
  }

  @Test(arguments: ["plain", "weighted"], [1, 2])
  func gradientsAndTenSteps(name: String, threads: Int) throws {
    let figures = try Golden.load(Figures.self, "augmentation.json", target: "BertTuningTests")
    let golden = try #require(figures.cases[name]), compute = Compute(threads: threads)
    let model = try TestModels.small(golden.config, shapes: golden.shapes, classes: golden.classes)
    model.setTrained { _ in true }
    for parameter in model.parameters {
      parameter.copy(from: GoldenWeights.values(of: parameter.name, shape: parameter.shape))
    }
    let loss = CrossEntropy(classWeights: golden.weights)
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (step, indices) in golden.training.batches.enumerated() {
      let batch = TokenBatch(
        indices.map { Encoding(ids: golden.sequences[$0].ids, typeIDs: golden.sequences[$0].types) })
      let mix = FeatureMix(
        partners: figures.partners[step % figures.partners.count], share: figures.shares[step])
      model.featureMix = mix
      let value = model.trainingStep(batch, dropout: nil, compute: compute) { outputs, gradient in
        mix.evaluate(loss, outputs, indices.map { golden.labels[$0] }, gradient: gradient)
      }.loss
      let expected = golden.training.losses[step]
      #expect(abs(value - expected) <= 1e-5 * max(1, expected), "loss of step \(step): \(value) for \(expected)")
      if step == 0 {
        for parameter in model.parameters {
          try #require(golden.gradients[parameter.name]).expectGradient(of: parameter)
        }
      }
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
    }
    var compared = 0, distant = 0
    for parameter in model.parameters {
      let sample = try #require(golden.learnt[parameter.name]), values = parameter.fileValues
      // Where a gradient is zero but for rounding, Adam makes whole steps of its sign.
      if golden.gradients[parameter.name].map({ $0.norm < 1e-5 }) == true { continue }
      for (index, expected) in sample.values.enumerated() {
        let difference = abs(values[index * sample.stride] - expected)
        #expect(difference < 2e-5, "\(parameter.name) at \(index * sample.stride)")
        compared += 1
        if difference > 1e-6 { distant += 1 }
      }
    }
    #expect(distant * 100 <= compared, "\(distant) of \(compared)")
  }
}
