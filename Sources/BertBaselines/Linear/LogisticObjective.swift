import Foundation

/// The objective that ``LogisticRegression`` minimizes, with its gradient.
struct LogisticObjective<Features: LinearFeatures> {
  let features: Features
  let labels: [Int]
  let classes: Int
  /// [rows]; their sum is `total`.
  private let weights: [Double]
  private let total: Double
  /// The factor of ½ ‖W − W₀‖².
  private let penalty: Double
  /// W₀ [classes, columns]; nil for zero.
  private let centre: [Double]?

  init(
    features: Features, labels: [Int], classes: Int, classWeights: [Double]?, rowWeights: [Double]?, strength: Double,
    centre: [Double]? = nil
  ) {
    self.features = features
    self.labels = labels
    self.classes = classes
    self.centre = centre
    weights = labels.enumerated().map { row, label in (classWeights?[label] ?? 1) * (rowWeights?[row] ?? 1) }
    total = max(weights.reduce(0, +), .leastNormalMagnitude)
    penalty = 1 / (strength * total)
  }

  /// - Parameters:
  ///   - point: W [classes, columns], then the biases [classes].
  ///   - gradient: In the same order; overwritten.
  /// - Returns: The mean weighted cross-entropy plus the penalty.
  func value(at point: [Double], gradient: inout [Double]) -> Double {
    let columns = features.columns
    let size = classes * columns
    var loss = 0.0
    // Unchecked access, because this loop takes most of the time of fitting. The initializers fix the sizes.
    point.withUnsafeBufferPointer { point in
      gradient.withUnsafeMutableBufferPointer { gradient in
        gradient.update(repeating: 0)
        loss = features.accumulate(at: point, classes: classes, into: gradient) { row, scores in
          guard weights[row] > 0 else { return nil }
          let largest = scores.reduce(-Double.infinity, max)
          var sum = 0.0
          for label in 0..<classes { sum += exp(scores[label] - largest) }
          let logSum = largest + log(sum), share = weights[row] / total
          let loss = share * (logSum - scores[labels[row]])
          for label in 0..<classes {
            scores[label] = share * (exp(scores[label] - logSum) - (label == labels[row] ? 1 : 0))
          }
          return loss
        }
        var squares = 0.0
        if let centre {
          for index in 0..<size {
            let distance = point[index] - centre[index]
            squares += distance * distance
            gradient[index] += penalty * distance
          }
        } else {
          for index in 0..<size {
            squares += point[index] * point[index]
            gradient[index] += penalty * point[index]
          }
        }
        loss += 0.5 * penalty * squares
      }
    }
    return loss
  }
}
