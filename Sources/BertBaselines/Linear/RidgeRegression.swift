/// Linear regression with an L2 penalty (Hoerl and Kennard 1970): scikit-learn's `Ridge` with alpha = 1 / (2 ×
/// strength), the bias without penalty.
///
/// The normal equations (XᵀX + αI) w = Xᵀy of the centred rows are solved by conjugate gradients (Hestenes and Stiefel
/// 1952). Rows are not centred in memory, since sparse ones would become dense.
package struct RidgeRegression: Sendable {
  /// The inverse regularization strength, as in ``LogisticRegression``.
  package var strength: Double
  /// Stops when the residual is this fraction of that at zero weights.
  package var tolerance = 1e-12
  /// The most steps.
  package var iterations = 2000

  package init(strength: Double = 0.5) { self.strength = strength }

  /// A fitted model and the result of the solver.
  package struct Fit: Sendable {
    /// A model with one output.
    package var model: LinearModel
    /// The mean squared error plus α ‖w‖² / rows.
    package var objective: Double
    package var converged: Bool
  }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - features: [rows, columns], of about the same scale; at least one row.
  ///   - numbers: [rows]
  ///   - start: The initial model; zero by default. The optimum does not depend on it.
  package func fit(_ features: some LinearFeatures, numbers: [Double], start: LinearModel? = nil) -> Fit {
    let alpha = 1 / (2 * strength), mean = numbers.reduce(0, +) / Double(numbers.count)
    func equations(_ vector: [Double]) -> [Double] {
      var product = transposed(features, centred(products(features, vector)))  // [columns]
      LBFGS.add(alpha, vector, to: &product)
      return product
    }
    let right = transposed(features, numbers.map { $0 - mean })
    var weights = start?.weights ?? [Double](repeating: 0, count: features.columns)
    var residual = right
    LBFGS.add(-1, equations(weights), to: &residual)
    var direction = residual, square = LBFGS.dot(residual, residual)
    let least = tolerance * tolerance * LBFGS.dot(right, right)
    var step = 0
    while square > least, step < iterations, FitWatch.continues() {
      let image = equations(direction)
      let length = square / LBFGS.dot(direction, image)
      LBFGS.add(length, direction, to: &weights)
      LBFGS.add(-length, image, to: &residual)
      let next = LBFGS.dot(residual, residual), share = next / square
      for index in direction.indices { direction[index] = residual[index] + share * direction[index] }
      square = next
      step += 1
    }
    let found = products(features, weights)
    let bias = mean - found.reduce(0, +) / Double(numbers.count)
    let errors = zip(found, numbers).reduce(0) { $0 + ($1.0 + bias - $1.1) * ($1.0 + bias - $1.1) }
    return Fit(
      model: LinearModel(classes: 1, columns: features.columns, weights: weights, biases: [bias]),
      objective: (errors + alpha * LBFGS.dot(weights, weights)) / Double(numbers.count), converged: square <= least)
  }

  /// The product of each row with the weights, [rows].
  private func products(_ features: some LinearFeatures, _ weights: [Double]) -> [Double] {
    var products = [Double](repeating: 0, count: features.rows), score = [0.0]
    weights.withUnsafeBufferPointer { weights in
      for row in products.indices {
        score[0] = 0
        features.addProducts(row: row, weights: weights, to: &score)
        products[row] = score[0]
      }
    }
    return products
  }

  /// The sum of the rows times their factors, [columns]. If the factors sum to zero, this equals the sum over centred
  /// rows.
  private func transposed(_ features: some LinearFeatures, _ factors: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: features.columns)
    sum.withUnsafeMutableBufferPointer { sum in
      for (row, factor) in factors.enumerated() { features.addErrors([factor], row: row, to: sum) }
    }
    return sum
  }

  private func centred(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }
}
