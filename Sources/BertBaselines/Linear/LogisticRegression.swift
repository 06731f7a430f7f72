import Foundation

/// Multinomial logistic regression with an L2 penalty, fitted by L-BFGS.
///
/// The objective is scikit-learn's: `strength` × Σ weight × cross-entropy + ½ ‖W‖², the biases without penalty. It is
/// divided by `strength` × Σ weight, so that tolerances have the same meaning for any number of rows. Two classes have
/// two rows of weights. scikit-learn fits one row for them; the same optimum has a C of twice this `strength`.
package struct LogisticRegression: Sendable {
  /// scikit-learn's C, the inverse regularization strength.
  package var strength: Double
  package var solver: LBFGS

  package init(strength: Double = 1, solver: LBFGS = LBFGS()) {
    self.strength = strength
    self.solver = solver
  }

  /// A fitted model and the result of the solver.
  package struct Fit: Sendable {
    package var model: LinearModel
    /// The objective at the minimum, divided as described above.
    package var objective: Double
    package var converged: Bool
    package var iterations: Int
  }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - features: [rows, columns], of about the same scale.
  ///   - labels: [rows], each from 0 to classes − 1.
  ///   - classWeights: [classes], or nil for equal weights.
  ///   - rowWeights: [rows], or nil for equal weights.
  ///   - centre: A model W₀ that the penalty ½ ‖W − W₀‖² pulls the weights to; its biases do not count. nil for zero.
  ///   - start: The initial model; the centre by default. The optimum does not depend on it.
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
