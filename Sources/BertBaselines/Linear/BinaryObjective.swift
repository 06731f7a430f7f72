import BertData
import Foundation

/// The function that the regression of one label of several makes small, with its gradient: scikit-learn's for two classes,
/// divided by the weight of all rows as ``LogisticObjective`` is.
struct BinaryObjective<Features: LinearFeatures> {
  let features: Features
  /// To which share the label holds for each row, 0 ... 1, [rows].
  let targets: [Double]
  /// How much more a row counts where the label holds.
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
  ///   - gradient: the same layout; overwritten.
  /// - Returns: the mean weighted binary cross-entropy plus the penalty.
  func value(at point: [Double], gradient: inout [Double]) -> Double {
    let columns = features.columns
    var loss = 0.0
    point.withUnsafeBufferPointer { point in
      gradient.withUnsafeMutableBufferPointer { gradient in
        gradient.update(repeating: 0)
        loss = features.accumulate(at: point, classes: 1, into: gradient) { row, score in
          let x = score[0], positive = positiveWeight * targets[row], negative = 1 - targets[row]
          // log(1 + e^−|x|) is exact where e^x is not.
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
