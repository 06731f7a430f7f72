import BertEncoder
import BertKernels
import BertText
import BertTuning
import Testing
import _TestSupport

/// Adapting an encoder to another domain against PyTorch: `Scripts/golden/deep_domains.py`.
@Suite struct DeepDomainGoldenTests {
  private struct Figures: Decodable {
    let ramp: [[Double]]
    let distances: [Distance]
    let cases: [String: Case]
  }

  struct Distance: Decodable {
    let kind: String
    let columns: Int
    let source: [Double]
    let target: [Double]
    let value: Double
    let sourceGradient: [Double]
    let targetGradient: [Double]

    var loss: any DomainLoss { kind == "mmd" ? KernelDistance() : CovarianceDistance() }
  }

  struct Case: Decodable {
    let config: EncoderConfiguration
    let shapes: [String: [Int]]
    let ways: [String]
    let weight: Double
    let classWeights: [Float]?
    let labels: [Int]
    let rows: [Double]
    let source: [GoldenModel.Sequence]
    let target: [GoldenModel.Sequence]
    let loss: Double
    let gradients: [String: GoldenModel.Sample]
    let training: TaskGoldenTests.Case.Training
    let after: [String: GoldenModel.Sample]

    private var task: WeightedRows<Int> { WeightedRows(CrossEntropy(classWeights: classWeights)) }
    private var confuses: Bool { ways.contains("dann") }

    func model() throws -> SequenceClassifier {
      let classifier = try TestModels.small(config, shapes: shapes, classes: 3)
      guard ways != ["weights"] else { return classifier }
      let model = SequenceClassifier(comparingDomainsOf: classifier, confuses: confuses, seed: 1)
      for parameter in model.parameters where parameter.name.hasPrefix("domain.") {
        parameter.copy(from: GoldenWeights.values(of: parameter.name, shape: parameter.shape))
      }
      return model
    }

    /// Forward, loss and backward over some of the labelled sequences, with as many of the target.
    func step(_ model: SequenceClassifier, _ chosen: [Int], at progress: Double, _ compute: Compute) -> Double {
      let targets = chosen.map {
        WeightedRows<Int>.Row(target: labels[$0], weight: ways.contains("weights") ? rows[$0] : 1)
      }
      func encodings(_ sequences: [GoldenModel.Sequence]) -> [Encoding] {
        chosen.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) }
      }
      guard ways != ["weights"] else {
        return model.trainingStep(
          TokenBatch(encodings(source)), targets: targets, loss: task, dropout: nil, compute: compute
        ).loss
      }
      let distances: [any DomainLoss] =
        (ways.contains("deep-coral") ? [CovarianceDistance()] : []) + (ways.contains("mmd") ? [KernelDistance()] : [])
      let loss = AdaptedLoss(task: task, distances: distances, confuses: confuses, weight: weight, classes: 3)
      model.reversal = loss.reversal(at: progress)
      return model.trainingStep(
        TokenBatch(encodings(source) + encodings(target)), dropout: nil, compute: compute
      ) { loss.evaluate($0, targets, gradient: $1) }.loss
    }
  }

  private static let names = ["dann", "deep-coral", "mmd", "weights", "together"]

  private static func figures() throws -> Figures {
    try Golden.load(Figures.self, "deep-domains.json", target: "BertTuningTests")
  }

  @Test func rampIsThePapers() throws {
    for point in try Self.figures().ramp { #expect(abs(ReversalRamp.factor(at: point[0]) - point[1]) <= 1e-12) }
  }

  /// Gradients are added to what is there, times a factor.
  @Test func distancesArePyTorchs() throws {
    let cases = try Self.figures().distances
    #expect(cases.count == 8)
    for item in cases {
      func matrix(_ values: [Double]) -> Matrix {
        Matrix(rows: values.count / item.columns, columns: item.columns, values: values.map(Float.init))
      }
      let source = matrix(item.source), target = matrix(item.target)
      let gradients = (source: matrix(item.source.map { _ in 1 }), target: matrix(item.target.map { _ in 1 }))
      // So large that single precision shows nothing of the 1 that was there.
      let scale = 1e6
      let value = item.loss.evaluate(source, target, scale: scale, addingTo: gradients)
      #expect(abs(value - item.value) <= 1e-9 * max(1e-3, item.value), "\(item.kind): \(value) for \(item.value)")
      for (found, expected) in [(gradients.source, item.sourceGradient), (gradients.target, item.targetGradient)] {
        let largest = expected.map(abs).max() ?? 0
        for (own, known) in zip(found.toArray(), expected) {
          #expect(abs((Double(own) - 1) / scale - known) <= 1e-6 * max(largest, 1e-3), "\(item.kind)")
        }
      }
    }
  }

  /// One row says nothing of how rows vary.
  @Test(arguments: [CovarianceDistance() as any DomainLoss, KernelDistance()]) func oneRowHasNoDistance(
    loss: any DomainLoss
  ) {
    let one = Matrix(rows: 1, columns: 3, values: [1, 2, 3]),
      two = Matrix(rows: 2, columns: 3, values: [4, 5, 6, 7, 8, 8])
    let gradients = (source: Matrix(rows: 1, columns: 3), target: Matrix(rows: 2, columns: 3))
    #expect(loss.evaluate(one, two, scale: 1, addingTo: gradients) == 0)
    #expect(gradients.source.toArray() == [0, 0, 0] && gradients.target.toArray().allSatisfy { $0 == 0 })
  }

  @Test(arguments: names, [1, 2]) func lossAndGradients(name: String, threads: Int) throws {
    let golden = try #require(try Self.figures().cases[name]), model = try golden.model()
    model.setTrained { _ in true }
    let loss = golden.step(model, Array(golden.labels.indices), at: 0.5, Compute(threads: threads))
    #expect(abs(loss - golden.loss) <= 1e-5 * max(1, golden.loss))
    #expect(Set(model.parameters.map(\.name)) == Set(golden.gradients.keys))
    for parameter in model.parameters {
      try #require(golden.gradients[parameter.name]).expectGradient(of: parameter)
    }
  }

  @Test(arguments: names) func tenSteps(name: String) throws {
    let golden = try #require(try Self.figures().cases[name]), model = try golden.model()
    let compute = Compute(threads: 2)
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
    for parameter in model.parameters {
      let after = try #require(golden.after[parameter.name]), values = parameter.fileValues
      var far = 0
      for (place, expected) in after.values.enumerated() where abs(values[place * after.stride] - expected) > 1e-4 {
        far += 1
      }
      #expect(parameter.name.contains("key.bias") || far * 20 <= after.values.count, "\(parameter.name): \(far)")
    }
  }
}
