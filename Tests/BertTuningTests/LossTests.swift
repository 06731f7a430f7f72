import BertData
import BertInference
import BertKernels
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Values and gradients of the losses against PyTorch's.
@Suite struct LossTests {
  struct Case: Decodable {
    let kind: String
    let number: Double
    let classes: Int
    let outputs: [Float]
    let targets: [Int]
    let weights: [Float]?
    let loss: Double
    let gradient: [Double]

    var theLoss: any Loss<Int> {
      kind == "focal"
        ? FocalLoss(classWeights: weights, gamma: number) : CrossEntropy(classWeights: weights, smoothing: number)
    }
  }

  /// A loss of several labels or of a number.
  struct TaskCase: Decodable {
    let kind: String
    let columns: Int
    let outputs: [Float]
    let targets: [[Double]]
    let weights: [Double]?
    let loss: Double
    let gradient: [Double]

    /// The value, and the gradient in its matrix.
    func evaluate(_ part: Range<Int>, scale: Float, into gradient: Matrix) -> Double {
      let values = Array(outputs[part.lowerBound * columns..<part.upperBound * columns])
      let matrix = Matrix(rows: part.count, columns: columns, values: values)
      let targets = Array(targets[part])
      return kind == "squared"
        ? SquaredError().evaluate(matrix, targets.map { $0[0] }, scale: scale, gradient: gradient)
        : BinaryCrossEntropy(positiveWeights: weights).evaluate(matrix, targets, scale: scale, gradient: gradient)
    }
  }

  private struct Golden: Decodable {
    let cases: [Case]
    let tasks: [TaskCase]
    let labelled: [Case]
  }

  private static func golden() throws -> Golden {
    let file = RepositoryRoot.url.appendingPathComponent("Tests/BertTuningTests/Golden/losses.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  private static func cases() throws -> [Case] { try golden().cases }

  /// Whole, and in two parts, each counting by its share of the rows.
  @Test func lossesOfOtherTasksArePyTorchs() throws {
    for item in try Self.golden().tasks {
      let rows = item.targets.count
      for cut in Set([rows, rows / 2]) where cut > 0 {
        var value = 0.0
        var gradients: [Float] = []
        for part in [0..<cut, cut..<rows] where !part.isEmpty {
          let share = Double(part.count) / Double(rows)
          let gradient = Matrix(rows: part.count, columns: item.columns)
          value += share * item.evaluate(part, scale: Float(share), into: gradient)
          gradients += gradient.toArray()
        }
        #expect(abs(value - item.loss) <= 1e-6 * max(1e-3, abs(item.loss)), "\(item.kind): \(value) for \(item.loss)")
        let largest = item.gradient.map(abs).max() ?? 0
        for (found, expected) in zip(gradients, item.gradient) {
          #expect(abs(Double(found) - expected) <= 1e-6 * max(1e-9, largest), "\(item.kind): \(found) for \(expected)")
        }
      }
    }
  }

  /// Rows without a target, which PyTorch leaves out by `ignore_index`; whole, and in parts of which one has none at all.
  @Test func rowsWithoutATargetCountNothing() throws {
    for item in try Self.golden().labelled {
      let loss = LabelledRows(item.theLoss), targets = item.targets.map { $0 < 0 ? nil : $0 }
      let total = targets.reduce(0) { $0 + loss.weight(of: $1) }
      for cut in Set([targets.count, targets.count - 1, 1]) {
        var value = 0.0
        var gradients: [Float] = []
        for part in [0..<cut, cut..<targets.count] where !part.isEmpty {
          let known = Array(targets[part]), share = known.reduce(0) { $0 + loss.weight(of: $1) } / total
          let values = Array(item.outputs[part.lowerBound * item.classes..<part.upperBound * item.classes])
          let gradient = Matrix(rows: part.count, columns: item.classes)
          let outputs = Matrix(rows: part.count, columns: item.classes, values: values)
          value += share * loss.evaluate(outputs, known, scale: Float(share), gradient: gradient)
          gradients += gradient.toArray()
        }
        #expect(abs(value - item.loss) <= 1e-6 * max(1e-3, abs(item.loss)))
        let largest = item.gradient.map(abs).max() ?? 0
        for (found, expected) in zip(gradients, item.gradient) {
          #expect(abs(Double(found) - expected) <= 1e-6 * max(1e-9, largest))
        }
      }
    }
  }

  @Test func valuesAndGradientsArePyTorchs() throws {
    for item in try Self.cases() {
      let rows = item.targets.count
      let outputs = Matrix(rows: rows, columns: item.classes, values: item.outputs)
      let gradient = Matrix(rows: rows, columns: item.classes)
      let name = "\(item.kind) \(item.number), \(rows)×\(item.classes)"
      let value = item.theLoss.evaluate(outputs, item.targets, scale: 1, gradient: gradient)
      #expect(abs(value - item.loss) <= 1e-6 * max(1e-3, abs(item.loss)), "\(name)")
      let largest = item.gradient.map(abs).max() ?? 0
      for (found, expected) in zip(gradient.toArray(), item.gradient) {
        #expect(abs(Double(found) - expected) <= 1e-6 * max(1e-9, largest), "\(name): \(found) for \(expected)")
      }
    }
  }

  /// A batch in parts: each counts by its share of the weights.
  @Test func partsAddUp() throws {
    for item in try Self.cases() where item.targets.count > 2 {
      let loss = item.theLoss
      let total = item.targets.reduce(0) { $0 + loss.weight(of: $1) }
      var sum = 0.0
      var gradients: [Float] = []
      for part in [0..<2, 2..<item.targets.count] {
        let targets = Array(item.targets[part])
        let share = targets.reduce(0) { $0 + loss.weight(of: $1) } / total
        let values = Array(item.outputs[part.lowerBound * item.classes..<part.upperBound * item.classes])
        let gradient = Matrix(rows: part.count, columns: item.classes)
        sum +=
          share
          * loss.evaluate(
            Matrix(rows: part.count, columns: item.classes, values: values), targets, scale: Float(share),
            gradient: gradient)
        gradients += gradient.toArray()
      }
      #expect(abs(sum - item.loss) <= 1e-6 * max(1e-3, abs(item.loss)))
      let largest = item.gradient.map(abs).max() ?? 0
      for (found, expected) in zip(gradients, item.gradient) {
        #expect(abs(Double(found) - expected) <= 1e-6 * max(1e-9, largest))
      }
    }
  }

  /// What is asked for reaches the weights, is kept in the bundle, and is refused where nothing would come of it.
  @Test func optionsChooseTheLoss() throws {
    var weights: Set<Data> = []
    for (smoothing, gamma) in [(nil, nil), (0.2, nil), (nil, 2)] as [(Double?, Double?)] {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var options = TinyModel.options()
      options.epochs = 1
      (options.labelSmoothing, options.focalGamma) = (smoothing, gamma)
      _ = try TrainingSession(tiny.job(options)).run()
      weights.insert(try tiny.weights(tiny.output))
      #expect(try ClassifierBundle(contentsOf: tiny.output).record.trainingOptions == options)
    }
    #expect(weights.count == 3)
  }

  /// A row without a weight of its own would count in a whole batch, and in a part of it not.
  @Test func smoothingNeedsWeightsAboveZero() {
    var options = TinyModel.options()
    options.labelSmoothing = 0.1
    options.classWeights = .list([1, 0, 2])
    #expect(throws: TuningError.self) { try options.validate(hasValidation: true) }
    options.classWeights = .list([1, 0.5, 2])
    #expect(throws: Never.self) { try options.validate(hasValidation: true) }
  }

  @Test(
    arguments: [
      (TrainingMethod.finetune, -0.1, nil), (.finetune, 1, nil), (.finetune, .nan, nil), (.features, 0.1, nil),
      (.auto, 0.1, nil), (.finetune, nil, -1), (.finetune, nil, .infinity), (.features, nil, 2), (.finetune, 0.1, 2),
    ] as [(TrainingMethod, Double?, Double?)])
  func otherLossesAreRefused(method: TrainingMethod, smoothing: Double?, gamma: Double?) {
    var options = TinyModel.options()
    (options.method, options.labelSmoothing, options.focalGamma) = (method, smoothing, gamma)
    #expect {
      try options.validate(hasValidation: true)
    } throws: {
      guard case .option(let name, _, _)? = $0 as? TuningError else { return false }
      return ["label-smoothing", "focal-gamma"].contains(name)
    }
  }
}
