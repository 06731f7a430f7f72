import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// SetFit's differentiable head, against setfit and PyTorch: `Scripts/golden/joint_head_steps.py`.
@Suite struct JointHeadTests {
  private struct Figures: Decodable { let cases: [String: Case] }

  private struct Case: Decodable {
    struct Training: Decodable {
      /// Of the head in each step.
      let rates: [Double]
      /// The encoder's rate over that of the head.
      let body: Double
      let batches: [[Int]]
      let losses: [Double]
    }
    let config: EncoderConfiguration
    let shapes: [String: [Int]]
    let sequences: [GoldenModel.Sequence]
    let labels: [Int]
    let logits: [[Float]]
    let loss: Double
    let gradients: [String: GoldenModel.Sample]
    let training: Training

    /// Forward, loss and backward over some of the sequences.
    func step(_ model: SequenceClassifier, _ chosen: [Int], _ compute: Compute) -> StepResult {
      let batch = TokenBatch(chosen.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) })
      return model.trainingStep(
        batch, targets: chosen.map { labels[$0] }, loss: CrossEntropy(), dropout: nil, compute: compute)
    }
  }

  private static let names = ["bert", "distilbert"]

  /// The classifier with the layer that takes the mean, and the model that learns: with the script's weights.
  private func load(_ name: String) throws -> (Case, classifier: SequenceClassifier, joint: SequenceClassifier) {
    let golden = try #require(
      try Golden.load(Figures.self, "joint-head-steps.json", target: "BertTuningTests").cases[name])
    let base = try TestModels.small(golden.config, shapes: golden.shapes, classes: 3)
    let classifier = try SequenceClassifier(meanPooling: base)
    let model = SequenceClassifier(unitFeaturesOf: classifier, seed: 1)
    for parameter in model.parameters where parameter.part == .classifier {
      parameter.value.copy(from: GoldenWeights.values(of: parameter.name, shape: parameter.shape))
    }
    let layers = base.configuration.layerCount
    model.setTrained { parameter in if case .layer(let index) = parameter.part { index < layers } else { true } }
    return (golden, classifier, model)
  }

  @Test(arguments: names, [1, 2]) func lossLogitsAndGradients(name: String, threads: Int) throws {
    let (golden, classifier, model) = try load(name), compute = Compute(threads: threads)
    let all = Array(golden.sequences.indices), result = golden.step(model, all, compute)
    #expect(abs(result.loss - golden.loss) <= 1e-5)
    // What is folded into the classifier answers the same, as far as its activation is a straight line.
    classifier.takeClassifier(of: model)
    let folded = classifier.logits(
      TokenBatch(golden.sequences.map { Encoding(ids: $0.ids, typeIDs: $0.types) }), compute: compute)
    for (row, expected) in golden.logits.joined().enumerated() {
      #expect(abs(result.logits[row / 3, row % 3] - expected) <= 1e-4)
      #expect(abs(folded[row / 3, row % 3] - expected) <= 2e-3)
    }
    func bare(_ name: String) -> String {
      name.hasPrefix("unit.") ? name : String(name.drop { $0 != "." }.dropFirst())
    }
    let trained = model.parameters.filter(\.isTrained)
    #expect(Set(trained.map { bare($0.name) }) == Set(golden.gradients.keys))
    for parameter in trained { try #require(golden.gradients[bare(parameter.name)]).expectGradient(of: parameter) }
  }

  @Test(arguments: names) func tenSteps(name: String) throws {
    let (golden, _, model) = try load(name), compute = Compute(threads: 2)
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = nil
    let optimizer = AdamW(parameters: model.trainable, options: options), training = golden.training
    let schedule = LearningRateSchedule(halvingAfter: 4, totalSteps: 10)
    for (step, indices) in training.batches.enumerated() {
      let loss = golden.step(model, indices, compute).loss
      #expect(abs(loss - training.losses[step]) <= 2e-5, "loss of step \(step)")
      let rate = 0.01 * schedule.multiplier(at: step)
      #expect(abs(rate - training.rates[step]) < 1e-12)
      optimizer.step(
        learningRate: { Float($0.part == .classifier ? rate : rate * training.body) }, compute: compute)
    }
  }

  private static func options(_ head: JointHeadOptions?) -> TrainingOptions {
    var options = TrainingOptions.ofPairs
    options.maxLength = 32
    options.learningRate = 1e-3
    options.jointHead = head
    return options
  }

  private static func head(epochs: Int = 16, bodyRate: Double = 1e-3) -> JointHeadOptions {
    var head = JointHeadOptions()
    (head.epochs, head.bodyLearningRate) = (epochs, bodyRate)
    return head
  }

  /// Head and encoder tell labels apart that pairs of a few steps do not; the bundle's answers are those of the run.
  @Test func headAndEncoderLearnTogether() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let test = TinyModel.examples(60, seed: 8),
      data = try TrainingData(
        labels: TinyModel.labels, training: TinyModel.examples(60), validation: TinyModel.examples(60, seed: 9),
        test: test)
    let outcome = try TrainingSession(tiny.job(Self.options(Self.head()), data: data)).run()
    #expect((outcome.validation?.classification?.accuracy ?? 0) > 0.85)
    #expect(outcome.note?.contains("learnt from the labels together in 16 passes") == true)
    let bundle = try ClassifierBundle(contentsOf: outcome.bundle)
    #expect(bundle.record.trainingOptions?.jointHead == Self.head() && bundle.record.formatVersion == 1)
    let figures = try TextClassifier(contentsOf: outcome.bundle, threads: 1).evaluate(test, labels: TinyModel.labels)
    #expect(figures.value(for: .logLoss) == outcome.test?.value(for: .logLoss))
  }

  /// Wherever it is stopped, in the pairs or in the head, a run goes on to the same bytes; so it does on two threads. What an earlier
  /// run of the head left is no part of a new one.
  @Test func threadsAndInterruptionsChangeNothing() throws {
    func weights(_ data: TrainingData, threads: Int = 1, stops: [Int] = [], resumes: Bool = true) throws -> Data {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var job = try tiny.job(Self.options(Self.head(epochs: 2)), data: data)
      job.threads = threads
      for stop in stops {
        job.runInterrupted(afterSteps: stop)
        job.resume = resumes
      }
      _ = try TrainingSession(job).run()
      return try tiny.weights(tiny.output)
    }
    let data = try TrainingData(
      splitting: TinyModel.examples(20), labels: TinyModel.labels, validationFraction: 0.25, seed: 1)
    var pairs = 0
    do {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      let session = try TrainingSession(tiny.job(Self.options(Self.head(epochs: 2)), data: data))
      pairs = session.plan.steps
    }
    let plain = try weights(data)
    #expect(try weights(data, threads: 2) == plain)
    #expect(try weights(data, stops: [3]) == plain)
    // In the head, and there once more.
    #expect(try weights(data, stops: [pairs + 4, 3]) == plain)
    #expect(try weights(data, stops: [pairs + 4], resumes: false) == plain)
  }

  @Test func partsOfACrossValidationLearnTheirOwnHeads() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var data = try TrainingData(labels: TinyModel.labels, training: TinyModel.examples(18), validation: [])
    data.folds = 3
    let outcome = try TrainingSession(tiny.job(Self.options(Self.head(epochs: 1)), data: data)).run()
    #expect(outcome.folds == 3 && outcome.validation?.classification?.rows == 18)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    func refused(_ change: (inout TrainingOptions) -> Void) -> String? {
      var options = Self.options(Self.head())
      change(&options)
      do {
        try options.validate(hasValidation: true)
      } catch {
        if case .option(let name, _, _) = error { return name }
      }
      return nil
    }
    #expect(refused { _ in } == nil)
    #expect(refused { $0.method = .features } == "setfit-head")
    #expect(refused { $0.appendNearest = .label } == "setfit-head")
    #expect(refused { $0.labelDescriptions = try? LabelDescriptions(parsing: "neg=bad,pos=good") } == "setfit-head")
    #expect(refused { $0.jointHead?.epochs = 0 } == "head-epochs")
    #expect(refused { $0.jointHead?.batchSize = 0 } == "head-batch-size")
    #expect(refused { $0.jointHead?.learningRate = -1 } == "head-learning-rate")
    #expect(refused { $0.jointHead?.bodyLearningRate = .nan } == "body-learning-rate")
  }
}
