import BertBaselines
import Foundation
import Testing
import _TestSupport

/// Figures from scikit-learn's `LogisticRegression(solver="lbfgs")`: `Scripts/golden/logistic.py`.
struct LogisticRegressionTests {
  struct Figures: Decodable {
    struct Case: Decodable {
      let rows: Int
      let columns: Int
      let classes: Int
      let strength: Double
      let balanced: Bool
      let x: [Float]
      let y: [Int]
      let coefficients: [Double]
      let intercepts: [Double]
      let objective: Double

      var features: FeatureMatrix { FeatureMatrix(rows: rows, columns: columns, values: x) }
      var classWeights: [Double]? {
        guard balanced else { return nil }
        return (0..<classes).map { label in
          Double(rows) / Double(classes * y.count { $0 == label })
        }
      }
    }
    let cases: [Case]
  }

  static func figures() throws -> [Figures.Case] {
    try Golden.load(Figures.self, "logistic.json", target: "BertBaselinesTests").cases
  }

  /// scikit-learn stops at a gradient of 1e-10, ours at 1e-9: coefficients of size up to ten then agree to about 1e-6
  /// where the penalty is weakest (strength 100), and far better elsewhere.
  @Test func agreesWithScikitLearn() throws {
    for figure in try Self.figures() {
      var solver = LBFGS()
      solver.options.gradientTolerance = 1e-9
      solver.options.iterations = 5000
      let fit = LogisticRegression(strength: figure.strength, solver: solver).fit(
        figure.features, labels: figure.y, classes: figure.classes, classWeights: figure.classWeights)
      #expect(fit.converged)
      #expect(abs(fit.objective - figure.objective) < 1e-10)
      for (ours, theirs) in zip(fit.model.weights, figure.coefficients) {
        #expect(abs(ours - theirs) < 1e-5 * max(1, abs(theirs)))
      }
      let shift = fit.model.biases.reduce(0, +) / Double(figure.classes)
      for (ours, theirs) in zip(fit.model.biases, figure.intercepts) {
        #expect(abs(ours - shift - theirs) < 1e-5 * max(1, abs(theirs)))
      }
    }
  }

  @Test func foldedScalingGivesTheSameLogits() throws {
    let figure = try #require(try Self.figures().first)
    var features = figure.features
    for index in features.values.indices { features.values[index] = features.values[index] * 7 + 3 }
    let scaling = FeatureScaling(features)
    let scaled = scaling.applied(to: features)
    let fit = LogisticRegression(strength: 1).fit(scaled, labels: figure.y, classes: figure.classes)
    let plain = fit.model.logits(scaled)
    let folded = scaling.folded(into: fit.model).logits(features)
    #expect(zip(plain, folded).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func aFeatureThatNeverChangesDoesNoHarm() {
    let features = FeatureMatrix(rows: 4, columns: 2, values: [0.5, 1, 0.5, 2, 0.5, -1, 0.5, -2])
    let scaling = FeatureScaling(features)
    #expect(scaling.deviations[0] == 1)
    let fit = LogisticRegression().fit(scaling.applied(to: features), labels: [0, 0, 1, 1], classes: 2)
    let logits = scaling.folded(into: fit.model).logits(features)
    #expect(logits.allSatisfy { $0.isFinite })
    #expect(logits[0] > logits[1] && logits[4] < logits[5])
  }

  /// Features of pure chance deserve the strongest penalty; features that tell the labels a weak one.
  @Test func theSearchFollowsTheData() {
    var state: UInt64 = 9
    func noise() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int64(bitPattern: state) >> 40) / 8_388_608
    }
    let labels = (0..<90).map { $0 % 3 }
    let chance = FeatureMatrix(rows: 90, columns: 20, values: (0..<1800).map { _ in noise() })
    var telling = chance
    for row in labels.indices { telling.values[row * 20 + labels[row]] += 4 }
    let targets = LinearTargets.classes(labels, count: 3, weights: nil), search = StrengthSearch(targets)
    let onChance = search.crossValidated(chance, targets)
    let onTelling = search.crossValidated(telling, targets)
    #expect(onChance.strength <= 0.003)
    #expect(onTelling.strength >= 0.03)
    #expect(onTelling.loss < 0.2)
    #expect(onChance.loss > 0.9)
  }

  /// The narrow curved valley of Rosenbrock's function, minimum 0 at (1, 1).
  @Test func minimizesRosenbrock() {
    var solver = LBFGS()
    solver.options.gradientTolerance = 1e-10
    let result = solver.minimize(from: [-1.2, 1]) { point, gradient in
      let (x, y) = (point[0], point[1])
      gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x)
      gradient[1] = 200 * (y - x * x)
      return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)
    }
    #expect(result.converged)
    #expect(abs(result.point[0] - 1) < 1e-6 && abs(result.point[1] - 1) < 1e-6)
  }
}
