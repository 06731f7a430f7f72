package import BertKernels

/// The mean of −log softmax(outputs)[class], weighted by class as PyTorch's `CrossEntropyLoss` does. In double
/// precision, which costs little because classes are few, so that losses can be compared exactly.
///
/// With smoothing ε a target is 1 − ε for its class and ε/C for each of the C classes (Szegedy et al., arXiv
/// 1512.00567), each class's term with that class's weight, and the mean is taken by the weights of the true classes.
package struct CrossEntropy: Loss {
  /// The weight of a row of each class, `[C]`; nil where all are 1.
  package var classWeights: [Float]?

  /// ε, the share of the target that is spread evenly over all classes, 0 ..< 1.
  package var smoothing = 0.0

  package init(classWeights: [Float]? = nil, smoothing: Double = 0) {
    self.classWeights = classWeights
    self.smoothing = smoothing
  }

  package func weight(of target: Int) -> Double { Double(classWeights?[target] ?? 1) }

  package func evaluate(_ outputs: Matrix, _ targets: [Int], scale: Float, gradient: Matrix) -> Double {
    let weights = targets.map(weight)
    let total = weights.reduce(0, +)
    guard total > 0 else {
      gradient.fill(0)
      return 0
    }
    // The weight of −log p of each class in every row, [C]; zeros without smoothing.
    let spreads = (0..<outputs.columns).map { smoothing / Double(outputs.columns) * weight(of: $0) / total }
    let spread = spreads.reduce(0, +)
    var loss = 0.0
    for (row, label) in targets.enumerated() {
      let probabilities = LogProbabilities(outputs, row: row)
      let weight = (1 - smoothing) * (weights[row] / total)
      loss -= weight * probabilities.logs[label]
      for column in 0..<outputs.columns {
        loss -= spreads[column] * probabilities.logs[column]
        let probability = probabilities.shares[column]
        let own = weight * (probability - (column == label ? 1 : 0))
        gradient[row, column] = Float((own + (spread * probability - spreads[column])) * Double(scale))
      }
    }
    return loss
  }
}
