extension LogisticRegression {
  /// The logit of a label that all rows have; its negative is that of a label that no row has. scikit-learn's
  /// `OneVsRestClassifier` gives them the probabilities 1 and 0, which no regression reaches.
  static let certain = 69.0

  /// Fits each of several labels separately: scikit-learn's `OneVsRestClassifier(LogisticRegression(C: strength))`, the
  /// biases without penalty.
  ///
  /// - Parameters:
  ///   - features: [rows, columns], of about one scale.
  ///   - targets: The target probability of each label, from 0 to 1, [rows][C].
  ///   - labels: C.
  ///   - positiveWeights: The weight of a row with the label relative to one without it, [C]; nil for equal weights.
  ///   - start: The initial model; zero by default. The optimum does not depend on it.
  /// - Returns: The models of all labels; the objective is the mean of theirs.
  package func fit(
    _ features: some LinearFeatures, targets: [[Double]], labels: Int, positiveWeights: [Double]? = nil,
    start: LinearModel? = nil
  ) -> Fit {
    let columns = features.columns
    var fit = Fit(model: LinearModel(classes: labels, columns: columns), objective: 0, converged: true, iterations: 0)
    for label in 0..<labels {
      let own = targets.map { $0[label] }
      guard let first = own.first, own.contains(where: { $0 != first }) || (first > 0 && first < 1) else {
        fit.model.biases[label] = own.first == 1 ? Self.certain : -Self.certain
        continue
      }
      let range = label * columns..<(label + 1) * columns
      let objective = BinaryObjective(
        features: features, targets: own, positiveWeight: positiveWeights?[label] ?? 1, strength: strength)
      let begin =
        start.map { Array($0.weights[range]) + [$0.biases[label]] } ?? [Double](repeating: 0, count: columns + 1)
      let result = solver.minimize(from: begin) { objective.value(at: $0, gradient: &$1) }
      fit.model.weights.replaceSubrange(range, with: result.point[..<columns])
      fit.model.biases[label] = result.point[columns]
      fit.objective += result.value / Double(labels)
      fit.converged = fit.converged && result.converged
      fit.iterations += result.iterations
    }
    return fit
  }
}
