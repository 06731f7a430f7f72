import Foundation

/// Multinomial logistic regression with an L2 penalty, fitted by L-BFGS.
///
/// The objective is scikit-learn's: `strength` × Σ weight × cross-entropy + ½ ‖W‖², the biases unpenalised, divided by
/// `strength` × Σ weight, so that tolerances mean the same at any number of rows. Two classes are fitted as two rows of
/// weights; scikit-learn then fits one, and the same optimum has its C at twice this `strength`.
package struct LogisticRegression: Sendable {
  /// scikit-learn's C: the weight of the data against the penalty.
  package var strength: Double
  package var solver: LBFGS

  package init(strength: Double = 1, solver: LBFGS = LBFGS()) {
    self.strength = strength
    self.solver = solver
  }

  /// A fitted model and how well it fits.
  package struct Fit: Sendable {
    package var model: LinearModel
    /// The objective at the minimum, per unit of weight.
    package var objective: Double
    package var converged: Bool
    package var iterations: Int
  }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - features: [rows, columns], of about one scale.
  ///   - labels: [rows], each 0 ..< classes.
  ///   - classWeights: [classes], or nil where every row counts the same.
  ///   - rowWeights: [rows], what each row counts, or nil where every row counts the same.
  ///   - centre: the model whose weights the penalty pulls to: ½ ‖W − W₀‖², its biases being no part of it; nil for zero.
  ///   - start: the model to begin with; the centre by default. The optimum does not depend on it.
  package func fit(
    _ features: some LinearFeatures, labels: [Int], classes: Int, classWeights: [Double]? = nil,
    rowWeights: [Double]? = nil, centre: LinearModel? = nil, start: LinearModel? = nil
  ) -> Fit {
    let columns = features.columns
    let begin = start ?? centre ?? LinearModel(classes: classes, columns: columns)
    let objective = LogisticObjective(
      features: features, labels: labels, classes: classes, classWeights: classWeights, rowWeights: rowWeights,
      strength: strength, centre: centre?.weights)
    let result = solver.minimize(from: begin.weights + begin.biases) { point, gradient in
      objective.value(at: point, gradient: &gradient)
    }
    var model = begin
    model.weights = Array(result.point[..<(classes * columns)])
    model.biases = Array(result.point[(classes * columns)...])
    return Fit(model: model, objective: result.value, converged: result.converged, iterations: result.iterations)
  }
}
