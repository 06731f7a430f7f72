import BertKernels
import Foundation

/// Softmax and cross-entropy over classes, in double precision: there are few of them, and the loss is what is compared.
enum CrossEntropy {
  /// The mean of −log softmax(logits)[label], weighted by the labels' class weights, and its gradient.
  ///
  /// - Parameters:
  ///   - logits: `[B, C]`. - labels: `[B]`. - classWeights: `[C]`.
  ///   - scale: Factor of the gradient.
  ///   - gradient: Of the logits, `[B, C]`, overwritten.
  static func loss(
    _ logits: Matrix, labels: [Int], classWeights: [Float]?, scale: Float, gradient: Matrix
  ) -> Double {
    let weights = labels.map { Double(classWeights?[$0] ?? 1) }
    let total = weights.reduce(0, +)
    guard total > 0 else {
      gradient.fill(0)
      return 0
    }
    var loss = 0.0
    for (row, label) in labels.enumerated() {
      let values = (0..<logits.columns).map { Double(logits[row, $0]) }
      let largest = values.max() ?? 0
      let logSum = largest + log(values.reduce(0) { $0 + exp($1 - largest) })
      let weight = weights[row] / total
      loss += weight * (logSum - values[label])
      for column in 0..<logits.columns {
        let probability = exp(values[column] - logSum)
        gradient[row, column] = Float(weight * (probability - (column == label ? 1 : 0)) * Double(scale))
      }
    }
    return loss
  }
}
