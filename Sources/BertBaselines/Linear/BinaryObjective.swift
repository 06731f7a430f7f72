import BertData
import Foundation

/// The objective of the logistic regression of one label among several, with its gradient: scikit-learn's for two
/// classes, divided by the weight of all rows as in ``LogisticObjective``.
struct BinaryObjective<Features: LinearFeatures> {
  let features: Features
  /// The target probability of the label for each row, from 0 to 1, [rows].
  let targets: [Double]
  /// The weight of a row with the label, relative to one without it.
  private let positiveWeight: Double
  private let total: Double
  /// The factor of ½ ‖w‖².
  private let penalty: Double

  init(features: Features, targets: [Double], positiveWeight: Double, strength: Double) {
    self.features = features
    self.targets = targets
    self.positiveWeight = positiveWeight
    total = max(targets.reduce(0) { $0 + positiveWeight * $1 + 1 - $1 }, .leastNormalMagnitude)
    penalty = 1 / (strength * total)
  }

  /// - Parameters:
  ///   - point: w [columns], then the bias.
  ///   - gradient: In the same order; overwritten.
  /// - Returns: The mean weighted binary cross-entropy plus the penalty.
  func value(at point: [Double], gradient: inout [Double]) -> Double {
    let columns = features.columns
    var loss = 0.0
    point.withUnsafeBufferPointer { point in
      gradient.withUnsafeMutableBufferPointer { gradient in
        gradient.update(repeating: 0)
        loss = features.accumulate(at: point, classes: 1, into: gradient) { row, score in
          let x = score[0], positive = positiveWeight * targets[row], negative = 1 - targets[row]
          // log(1 + e^−|x|) does not overflow, as e^x does.
          let rest = log1p(exp(-abs(x)))
          let probability = OutputRule.logistic(x)
          score[0] = (negative * probability - positive * (1 - probability)) / total
          return (positive * (max(0, -x) + rest) + negative * (max(0, x) + rest)) / total
        }
        var squares = 0.0
        for index in 0..<columns {
          squares += point[index] * point[index]
          gradient[index] += penalty * point[index]
        }
        loss += 0.5 * penalty * squares
      }
    }
    return loss
  }
}
