import BertData
package import BertKernels
import Foundation

/// The mean over rows and outputs of −w·y·log σ(x) − (1 − y)·log(1 − σ(x)), as PyTorch's `BCEWithLogitsLoss`, in double
/// precision. y is 1 where the label holds and 0 where it does not, or any probability between.
package struct BinaryCrossEntropy: Loss {
  /// The factor of the loss where a label holds, `[C]`: PyTorch's `pos_weight`; nil for 1.
  package var positiveWeights: [Double]?

  package init(positiveWeights: [Double]? = nil) { self.positiveWeights = positiveWeights }

  package func weight(of target: [Double]) -> Double { 1 }

  package func evaluate(_ outputs: Matrix, _ targets: [[Double]], scale: Float, gradient: Matrix) -> Double {
    let share = 1 / Double(max(1, targets.count * outputs.columns))
    var loss = 0.0
    for (row, target) in targets.enumerated() {
      for column in 0..<outputs.columns {
        let x = Double(outputs[row, column]), y = target[column]
        let positive = (positiveWeights?[column] ?? 1) * y, negative = 1 - y
        // log(1 + e^−|x|) does not overflow, as e^x would.
        let rest = log1p(exp(-abs(x)))
        loss += share * (positive * (max(0, -x) + rest) + negative * (max(0, x) + rest))
        let probability = OutputRule.logistic(x)
        gradient[row, column] = Float(share * (negative * probability - positive * (1 - probability)) * Double(scale))
      }
    }
    return loss
  }
}
