import BertBaselines
import Foundation
import Testing
import _TestSupport

/// A regression whose penalty pulls to a model, against SciPy: `Scripts/golden/pulled_logistic.py`.
struct PulledRegressionTests {
  struct Figures: Decodable {
    struct Case: Decodable {
      let rows: Int
      let columns: Int
      let classes: Int
      let strength: Double
      let x: [Float]
      let y: [Int]
      let weights: [Double]
      let start: [Double]
      let coefficients: [Double]
      let intercepts: [Double]
      let objective: Double
    }
    let cases: [Case]
  }

  static func figures() throws -> [Figures.Case] {
    try Golden.load(Figures.self, "pulled_logistic.json", target: "BertBaselinesTests").cases
  }

  /// Both stop at gradients below 1e-8: coefficients of size up to ten then agree to 1e-5.
  @Test func agreesWithSciPy() throws {
    for figure in try Self.figures() {
      var solver = LBFGS()
      solver.options.gradientTolerance = 1e-9
      solver.options.iterations = 5000
      var centre = LinearModel(classes: figure.classes, columns: figure.columns)
      centre.weights = figure.start
      let fit = LogisticRegression(strength: figure.strength, solver: solver).fit(
        FeatureMatrix(rows: figure.rows, columns: figure.columns, values: figure.x), labels: figure.y,
        classes: figure.classes, rowWeights: figure.weights, centre: centre)
      #expect(fit.converged)
      #expect(abs(fit.objective - figure.objective) < 1e-9)
      for (ours, theirs) in zip(fit.model.weights, figure.coefficients) {
        #expect(abs(ours - theirs) < 1e-5 * max(1, abs(theirs)))
      }
      let shift = fit.model.biases.reduce(0, +) / Double(figure.classes)
      for (ours, theirs) in zip(fit.model.biases, figure.intercepts) {
        #expect(abs(ours - shift - theirs) < 1e-5 * max(1, abs(theirs)))
      }
    }
  }
}
