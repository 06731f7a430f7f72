package import BertKernels
import Foundation

/// The mean of −log softmax(outputs)[class], weighted by class as PyTorch's `CrossEntropyLoss` does, in double precision:
/// there are few classes, and the loss is what is compared.
package struct CrossEntropy: Loss {
  /// What a row of each class counts, `[C]`; nil where all count the same.
  package var classWeights: [Float]?

  package init(classWeights: [Float]? = nil) { self.classWeights = classWeights }

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
      let logSum = largest + log(values.reduce(0) { $0 + exp($1 - largest) })
      let weight = weights[row] / total
      loss += weight * (logSum - values[label])
      for column in 0..<outputs.columns {
        let probability = exp(values[column] - logSum)
        gradient[row, column] = Float(weight * (probability - (column == label ? 1 : 0)) * Double(scale))
      }
    }
    return loss
  }
}
