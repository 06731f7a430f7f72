import BertData
import BertEncoder
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Several questions on one encoder against PyTorch: `Scripts/golden/several_questions.py`.
@Suite struct SeveralQuestionsGoldenTests {
  private struct Figures: Decodable {
    struct Question: Decodable {
      let name, kind: String
      let classes: Int
    }
    struct Answers: Decodable {
      let topic: Int?
      let flags: [Int]?
      let stars: Double?

      var targets: [Target?] {
        [topic.map(Target.label), flags.map { .labels($0.map { $0 == 1 }) }, stars.map(Target.number)]
      }
    }
    struct LossCase: Decodable {
      let outputs: [Float]
      let weights: [Float]?
      let loss: Double
      let factors, gradient: [Double]
    }
    struct Case: Decodable {
      struct Training: Decodable {
        let rate: Float
        let batches: [[Int]]
        let losses: [Double]
      }
      let config: EncoderConfiguration
      let shapes: [String: [Int]]
      let factors: [Double]
      let sequences: [GoldenModel.Sequence]
      let logits: [Float]
      let loss: Double
      let gradients: [String: GoldenModel.Sample]
      let training: Training
    }
    let questions: [Question]
    let answers: [Answers]
    let shares: [Double]
    let losses: [LossCase]
    let cases: [String: Case]

    var outputs: [QuestionOutputs] { questions.map { QuestionOutputs(name: $0.name, classes: $0.classes) } }
    var targets: [[Target?]] { answers.map(\.targets) }

    func questionLosses(_ weights: [Float]?) -> [QuestionLoss] {
      [.label(CrossEntropy(classWeights: weights)), .labels(BinaryCrossEntropy()), .number(SquaredError())]
    }

    func joint(_ weights: [Float]?, _ factors: [Double]) -> JointLoss {
      JointLoss(
        zip(zip(outputs.columns, questionLosses(weights)), factors).map {
          .init(columns: $0.0, loss: $0.1, factor: $1)
        })
    }
  }

  static let names = ["bert", "distilbert", "roberta"]

  private func load() throws -> Figures {
    try Golden.load(Figures.self, "several_questions.json", target: "BertTuningTests")
  }

  /// The loss as a whole, and in parts, each counting by its rows.
  @Test func lossAndGradientArePyTorchs() throws {
    let figures = try load(), targets = figures.targets
    for item in figures.losses {
      let factors = QuestionShares.factors(figures.questionLosses(item.weights), rows: targets, shares: figures.shares)
      for (found, expected) in zip(factors, item.factors) { #expect(abs(found - expected) <= 1e-12 * expected) }
      let loss = figures.joint(item.weights, factors)
      for cuts in [[0, 6], [0, 2, 6], [0, 1, 3, 4, 6]] {
        var value = 0.0
        var gradients: [Float] = []
        for (start, end) in zip(cuts, cuts.dropFirst()) {
          let share = Double(end - start) / 6
          let outputs = Matrix(rows: end - start, columns: 6, values: Array(item.outputs[start * 6..<end * 6]))
          let gradient = Matrix(rows: end - start, columns: 6)
          value += share * loss.evaluate(outputs, Array(targets[start..<end]), scale: Float(share), gradient: gradient)
          gradients += gradient.toArray()
        }
        #expect(abs(value - item.loss) <= 1e-6 * item.loss)
        let largest = item.gradient.map(abs).max() ?? 0
        for (found, expected) in zip(gradients, item.gradient) {
          #expect(abs(Double(found) - expected) <= 1e-6 * largest, "\(found) for \(expected)")
        }
      }
    }
  }

  /// The dense layers before the classifiers begin as copies of the checkpoint's one.
  @Test(arguments: names, [1, 2]) func logitsAndGradientsArePyTorchs(name: String, threads: Int) throws {
    let figures = try load(), golden = try #require(figures.cases[name]), compute = Compute(threads: threads)
    let model = try TestModels.small(
      golden.config, shapes: golden.shapes, classes: 6, head: .questions(figures.outputs))
    #expect(model.freshParameters.isEmpty)
    let batch = TokenBatch(golden.sequences.map { Encoding(ids: $0.ids, typeIDs: $0.types) })
    for (found, expected) in zip(model.logits(batch, compute: compute).toArray(), golden.logits) {
      #expect(abs(found - expected) < 1e-5, "\(found) for \(expected)")
    }
    model.setTrained { _ in true }
    let step = model.trainingStep(
      batch, targets: figures.targets, loss: figures.joint(nil, golden.factors), dropout: nil, compute: compute)
    #expect(abs(step.loss - golden.loss) < 1e-5 * golden.loss)
    #expect(Set(model.parameters.map(\.name)) == Set(golden.gradients.keys))
    for parameter in model.parameters {
      let sample = try #require(golden.gradients[parameter.name]), values = try #require(parameter.gradientValues)
      if sample.norm < 1e-5 {
        // Attention does not see the bias of the keys: its gradient is zero but for rounding.
        let norm = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        #expect(norm < 1e-5, "\(parameter.name)")
        continue
      }
      let scale = max(Float(sample.norm / Double(sample.count).squareRoot()), 1e-6)
      for (index, expected) in sample.values.enumerated() {
        let found = values[index * sample.stride]
        #expect(abs(found - expected) < 1e-4 * max(abs(expected), scale), "\(parameter.name): \(found) for \(expected)")
      }
    }
  }

  @Test(arguments: names, [1, 2]) func tenStepsArePyTorchs(name: String, threads: Int) throws {
    let figures = try load(), golden = try #require(figures.cases[name]), compute = Compute(threads: threads)
    let model = try TestModels.small(
      golden.config, shapes: golden.shapes, classes: 6, head: .questions(figures.outputs))
    model.setTrained { _ in true }
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (step, rows) in golden.training.batches.enumerated() {
      let batch = TokenBatch(
        rows.map { Encoding(ids: golden.sequences[$0].ids, typeIDs: golden.sequences[$0].types) })
      let loss = model.trainingStep(
        batch, targets: rows.map { figures.targets[$0] }, loss: figures.joint(nil, golden.factors), dropout: nil,
        compute: compute
      ).loss
      let expected = golden.training.losses[step]
      #expect(abs(loss - expected) < 1e-5 * expected, "loss of step \(step): \(loss) for \(expected)")
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
    }
  }
}
