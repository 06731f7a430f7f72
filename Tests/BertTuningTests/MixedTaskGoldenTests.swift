import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Learning a task and masked tokens with one encoder against PyTorch and transformers: `Scripts/golden/mixed_task.py`.
@Suite struct MixedTaskGoldenTests {
  private struct Figures: Decodable { let cases: [String: Case] }

  struct Case: Decodable {
    let config: EncoderConfiguration
    let shapes: [String: [Int]]
    let labelled: Int
    let unlabelled: Int
    let share: Double
    /// Whether the vectors of both domains are brought together too, by the discrepancy and by a classifier of the domain.
    let compares: Bool
    let weight: Double
    let classWeights: [Float]?
    let labels: [Int]
    /// The id that each token of the target was, −100 where it is not predicted.
    let truth: [[Int32]]
    let source: [GoldenModel.Sequence]
    let target: [GoldenModel.Sequence]
    let loss: Double
    let gradients: [String: GoldenModel.Sample]
    let balanced: Balanced
    let training: TaskGoldenTests.Case.Training
    let after: [String: GoldenModel.Sample]

    /// A step in which the masked tokens count less where their gradient in the encoder is longer than the task's.
    struct Balanced: Decodable {
      /// The lengths of both gradients.
      let task, masked: Double
      let factor: Double
      let gradients: [String: GoldenModel.Sample]
    }

    /// Its checkpoint has both heads.
    func model() throws -> SequenceClassifier {
      let folder = try Scratch(), url = folder.url.appendingPathComponent("model.safetensors")
      try SafetensorsWriter.write(
        shapes.sorted { $0.key < $1.key }.map { name, shape in
          TensorSource(name: name, shape: shape, values: GoldenWeights.values(of: name, shape: shape))
        }, metadata: ["format": "pt"], to: url)
      let file = try Checkpoint(at: url)
      let classifier = try SequenceClassifier(checkpoint: file, configuration: config, classes: 3, seed: 1)
      try classifier.addMaskedHead(of: file, seed: 1)
      #expect(classifier.freshAddedParameters.isEmpty)
      guard compares else { return classifier }
      let model = SequenceClassifier(comparingDomainsOf: classifier, confuses: true, seed: 1)
      for parameter in model.parameters where parameter.name.hasPrefix("domain.") {
        parameter.copy(from: GoldenWeights.values(of: parameter.name, shape: parameter.shape))
      }
      return model
    }

    /// Forward, loss and backward over some of the labelled sequences, with as many of the target.
    func step(
      _ model: SequenceClassifier, _ chosen: [Int], at progress: Double, balancing held: HeldGradients? = nil,
      _ compute: Compute
    ) -> Double {
      func encodings(_ sequences: [GoldenModel.Sequence]) -> [Encoding] {
        chosen.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) }
      }
      let masked = zip(chosen, encodings(target)).map { place, encoding in
        let rows = truth[place].indices.filter { truth[place][$0] >= 0 }
        return MaskedText(encoding: encoding, rows: rows, targets: rows.map { truth[place][$0] })
      }
      let task = CrossEntropy(classWeights: classWeights)
      return MixedShares(labelled: labelled, unlabelled: unlabelled).step(
        model, masked: masked, dropout: nil, balancing: held, compute
      ) { share in
        guard compares else {
          return model.trainingStep(
            TokenBatch(encodings(source)), targets: chosen.map { labels[$0] }, loss: task, dropout: nil,
            lossScale: Float(share), compute: compute
          ).loss
        }
        let loss = AdaptedLoss(
          task: WeightedRows(task), distances: [KernelDistance()], confuses: true, weight: weight, classes: 3)
        model.reversal = loss.reversal(at: progress)
        return model.trainingStep(
          TokenBatch(encodings(source) + encodings(target)), dropout: nil, compute: compute
        ) { outputs, gradient in
          loss.evaluate(
            outputs, chosen.map { .init(target: labels[$0], weight: 1) }, scale: Float(share), gradient: gradient)
        }.loss
      }
    }
  }

  private static let names = ["mlm", "few-labels", "together"]
  private static let figures = Result { try Golden.load(Figures.self, "mixed-task.json", target: "BertTuningTests") }

  private func load(_ name: String) throws -> (Case, SequenceClassifier) {
    let golden = try #require(try Self.figures.get().cases[name])
    return (golden, try golden.model())
  }

  @Test(arguments: names) func taskCountsByTheNumberOfTexts(name: String) throws {
    let golden = try load(name).0, shares = MixedShares(labelled: golden.labelled, unlabelled: golden.unlabelled)
    #expect(abs(shares.task - golden.share) < 1e-12 && abs(shares.masked - (1 - golden.share)) < 1e-12)
  }

  @Test(arguments: names, [1, 2]) func lossAndGradients(name: String, threads: Int) throws {
    let (golden, model) = try load(name)
    model.setTrained { _ in true }
    let loss = golden.step(model, Array(golden.labels.indices), at: 0.5, Compute(threads: threads))
    #expect(abs(loss - golden.loss) <= 1e-5 * max(1, golden.loss), "\(loss) for \(golden.loss)")
    #expect(Set(model.trainable.map(\.name)) == Set(golden.gradients.keys))
    for parameter in model.trainable {
      try #require(golden.gradients[parameter.name]).expectGradient(of: parameter)
    }
  }

  /// The loss is that of the shares, and the gradients those of the lesser one; again with what the step before left.
  @Test(arguments: names, [1, 2]) func balancedGradients(name: String, threads: Int) throws {
    let (golden, model) = try load(name), compute = Compute(threads: threads), held = HeldGradients(of: model)
    model.setTrained { _ in true }
    for _ in 0..<2 {
      model.zeroGradients(compute: compute)
      let loss = golden.step(model, Array(golden.labels.indices), at: 0.5, balancing: held, compute)
      #expect(abs(loss - golden.loss) <= 1e-5 * max(1, golden.loss), "\(loss) for \(golden.loss)")
      for parameter in model.trainable {
        try #require(golden.balanced.gradients[parameter.name]).expectGradient(of: parameter)
      }
    }
  }

  /// What is kept comes back, and what stands beside it counts by the lengths of the two.
  @Test func lengthsDecideWhatTheOthersCount() throws {
    let (golden, model) = try load("few-labels"), compute = Compute(threads: 1), held = HeldGradients(of: model)
    #expect(golden.balanced.factor < 0.01)
    #expect(try load("mlm").0.balanced.factor == 1)
    model.setTrained { _ in true }
    _ = golden.step(model, Array(golden.labels.indices), at: 0.5, compute)
    let whole = held.hold(compute)
    #expect(held.hold(compute) == 0)
    _ = golden.step(model, Array(golden.labels.indices), at: 0.5, compute)
    let length = held.hold(compute)
    #expect(abs(length - whole) <= 1e-9 * whole)
    _ = golden.step(model, Array(golden.labels.indices), at: 0.5, compute)
    // Half as long as what stands there.
    #expect(abs(held.rejoin(length: length / 2, compute) - 0.5) < 1e-9)
    let both = held.hold(compute)
    #expect(abs(both - 1.5 * whole) <= 1e-5 * whole)
  }

  @Test(arguments: names) func tenSteps(name: String) throws {
    let (golden, model) = try load(name), compute = Compute(threads: 2)
    model.setTrained { _ in true }
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (step, indices) in golden.training.batches.enumerated() {
      let loss = golden.step(model, indices, at: Double(step) / 10, compute)
      let expected = golden.training.losses[step]
      #expect(abs(loss - expected) <= 2e-5 * max(1, expected), "loss of step \(step)")
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
    }
    // A weight whose gradient is rounding alone moves by the rate in a direction that rounding chooses.
    for parameter in model.trainable {
      let after = try #require(golden.after[parameter.name]), values = parameter.fileValues
      var far = 0
      for (place, expected) in after.values.enumerated() where abs(values[place * after.stride] - expected) > 1e-4 {
        far += 1
      }
      let isKeyBias = ["key.bias", "k_lin.bias"].contains(where: parameter.name.hasSuffix)
      #expect(isKeyBias || far * 20 <= after.values.count, "\(parameter.name): \(far)")
    }
  }
}
