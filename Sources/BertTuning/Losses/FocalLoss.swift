package import BertKernels
import Foundation

/// Focal loss: the mean of −(1 − p)^γ log p, where p is the probability of the true class. Rows that are already
/// classified well count little, so that rare and hard ones dominate (Lin et al., arXiv 1708.02002, equation 5, for
/// more than two classes). Weighted by class as ``CrossEntropy``, to which it is equal for γ = 0. In double precision.
package struct FocalLoss: Loss {
  /// The weight of a row of each class, `[C]`; nil where all are 1.
  package var classWeights: [Float]?
  /// γ, at least 0.
  package var gamma: Double

  package init(classWeights: [Float]? = nil, gamma: Double) {
    self.classWeights = classWeights
    self.gamma = gamma
  }

  package func weight(of target: Int) -> Double { Double(classWeights?[target] ?? 1) }

  package func evaluate(_ outputs: Matrix, _ targets: [Int], scale: Float, gradient: Matrix) -> Double {
    let weights = targets.map(weight)
    let total = weights.reduce(0, +)
    guard total > 0 else {
      gradient.fill(0)
      return 0
    }
    var loss = 0.0
    for (row, label) in targets.enumerated() {
      let values = (0..<outputs.columns).map { Double(outputs[row, $0]) }
      let largest = values.max() ?? 0
      let exponentials = values.map { exp($0 - largest) }
      let sum = exponentials.reduce(0, +)
      let logP = values[label] - largest - log(sum), p = exp(logP)
      // 1 − p as the sum of the other probabilities, which is accurate where p is near 1.
      let rest = exponentials.enumerated().reduce(0) { $1.offset == label ? $0 : $0 + $1.element } / sum
      let weight = weights[row] / total
      loss -= weight * pow(rest, gamma) * logP
      // d/dz of −(1 − p)^γ log p is [(1 − p)^γ − γ p (1 − p)^(γ−1) log p] (softmax − one-hot).
      let factor = pow(rest, gamma) - (rest > 0 ? gamma * p * pow(rest, gamma - 1) * logP : 0)
      for column in 0..<outputs.columns {
        let difference = column == label ? -rest : exponentials[column] / sum
        gradient[row, column] = Float(weight * factor * difference * Double(scale))
      }
    }
    return loss
  }
}
