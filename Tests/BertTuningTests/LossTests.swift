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

    var theLoss: any Loss<Int> { CrossEntropy(classWeights: weights, smoothing: number) }
  }

  private struct Golden: Decodable { let cases: [Case] }

  private static func cases() throws -> [Case] {
    let file = RepositoryRoot.url.appendingPathComponent("Tests/BertTuningTests/Golden/losses.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file)).cases
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
}
