import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Learning from a teacher against transformers and PyTorch: `Scripts/golden/students.py`.
@Suite struct StudentGoldenTests {
  private struct Figures: Decodable { let cases: [String: Case] }

  struct Model: Decodable {
    let config: EncoderConfiguration
    let shapes: [String: [Int]]
  }

  struct Case: Decodable {
    let student: Model
    let teacher: Model
    let kind: String
    let outputs: Int
    let temperature: Double
    let weight: Double
    let targets: [[Double]]
    let sequences: [GoldenModel.Sequence]
    let loss: Double
    let gradients: [String: GoldenModel.Sample]
    let training: Training

    struct Training: Decodable {
      let rate: Float
      let batches: [[Int]]
      let losses: [Double]
      let weights: [String: GoldenModel.Sample]
    }

    /// What transformers calls a parameter: of an encoder alone without the prefix.
    func sample(_ parameter: Parameter, of samples: [String: GoldenModel.Sample]) -> GoldenModel.Sample? {
      samples[parameter.name] ?? samples[String(parameter.name.drop { $0 != "." }.dropFirst())]
    }

    func step(
      _ models: (student: SequenceClassifier, teacher: SequenceClassifier), _ indices: [Int], _ compute: Compute
    ) throws -> Double {
      models.student.distillationStep(
        TokenBatch(indices.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) }), of: models.teacher,
        targets: indices.map { targets[$0] },
        loss: TeacherLoss(try #require(TeacherLoss.Kind(rawValue: kind)), temperature: temperature),
        hiddenWeight: weight, dropout: nil, compute: compute)
    }
  }

  private static let names = [
    "bert-one-label", "bert-no-states", "distilbert-several-labels", "bert-number", "bert-vector",
  ]

  private static let figures = Result { try Golden.load(Figures.self, "students.json", target: "BertTuningTests") }

  private func load(_ name: String) throws -> (Case, (student: SequenceClassifier, teacher: SequenceClassifier)) {
    let golden = try #require(try Self.figures.get().cases[name])
    func model(_ model: Model, scale: Float) throws -> SequenceClassifier {
      let folder = try Scratch(), url = folder.url.appendingPathComponent("model.safetensors")
      try GoldenWeights.write(model.shapes, scale: scale, to: url)
      guard golden.kind == "vector" else {
        return try SequenceClassifier(
          checkpoint: Checkpoint(at: url), configuration: model.config, classes: golden.outputs, seed: 1)
      }
      return try SequenceClassifier(
        vectorsOf: Checkpoint(at: url), configuration: model.config, poolings: [.mean])
    }
    return (golden, (try model(golden.student, scale: 1), try model(golden.teacher, scale: 1.5)))
  }

  /// The teacher's outputs are what the losses below rest on.
  @Test(arguments: names) func targets(name: String) throws {
    let (golden, models) = try load(name)
    for (sequence, expected) in zip(golden.sequences, golden.targets) {
      let batch = TokenBatch([Encoding(ids: sequence.ids, typeIDs: sequence.types)])
      let found = models.teacher.logits(batch, compute: Compute(threads: 1)).toArray()
      #expect(found.count == expected.count)
      for (a, b) in zip(found, expected) { #expect(abs(Double(a) - b) <= 1e-5 * max(1, abs(b))) }
    }
  }

  @Test(arguments: names, [1, 2]) func lossAndGradients(name: String, threads: Int) throws {
    let (golden, models) = try load(name), compute = Compute(threads: threads)
    models.student.setTrained { _ in true }
    let loss = try golden.step(models, Array(golden.sequences.indices), compute)
    #expect(abs(loss - golden.loss) <= 2e-5 * max(1, golden.loss))
    #expect(models.student.parameters.count == golden.gradients.count)
    for parameter in models.student.parameters {
      try #require(golden.sample(parameter, of: golden.gradients)).expectGradient(of: parameter)
    }
  }

  @Test(arguments: names) func tenSteps(name: String) throws {
    let (golden, models) = try load(name), compute = Compute(threads: 2)
    models.student.setTrained { _ in true }
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: models.student.trainable, options: options)
    for (step, indices) in golden.training.batches.enumerated() {
      let loss = try golden.step(models, indices, compute), expected = golden.training.losses[step]
      #expect(abs(loss - expected) <= 2e-5 * max(1, expected), "loss of step \(step)")
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
    }
    for parameter in models.student.parameters {
      let expected = try #require(golden.sample(parameter, of: golden.training.weights)), found = parameter.fileValues
      // Adam divides by the size of a gradient: where that is rounding alone, as of the keys' biases, so is the step.
      if golden.sample(parameter, of: golden.gradients).map({ $0.norm < 1e-5 }) ?? false { continue }
      let norm = found.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(norm - expected.norm) <= 1e-4 * expected.norm, "\(parameter.name)")
    }
  }

  @Test func layersAreEvenlySpaced() throws {
    struct Places: Decodable { let places: [String: [Int]] }
    let places = try Golden.load(Places.self, "students.json", target: "BertTuningTests").places
    #expect(places.count == 300)
    for (name, expected) in places {
      let numbers = name.split(separator: " ").compactMap { Int($0) }
      #expect(StudentLayers.places(numbers[1], of: numbers[0]) == expected, "\(name)")
    }
  }
}
