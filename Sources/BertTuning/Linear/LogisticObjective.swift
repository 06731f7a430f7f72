import Foundation

/// The function that ``LogisticRegression`` minimises, with its gradient.
struct LogisticObjective {
  let features: FeatureMatrix
  let labels: [Int]
  let classes: Int
  /// [rows], adding up to `total`
  private let weights: [Double]
  private let total: Double
  /// The factor of ½ ‖W‖².
  private let penalty: Double

  init(features: FeatureMatrix, labels: [Int], classes: Int, classWeights: [Double]?, strength: Double) {
    self.features = features
    self.labels = labels
    self.classes = classes
    weights = labels.map { classWeights?[$0] ?? 1 }
    total = max(weights.reduce(0, +), .leastNormalMagnitude)
    penalty = 1 / (strength * total)
  }

  /// - Parameters:
  ///   - point: W [classes, columns], then the biases [classes].
  ///   - gradient: the same layout; overwritten.
  /// - Returns: the mean weighted cross-entropy plus the penalty.
  func value(at point: [Double], gradient: inout [Double]) -> Double {
    let columns = features.columns
    let size = classes * columns
    var loss = 0.0
    // Unchecked access: this loop is the whole cost of fitting. The sizes are fixed by the initialisers above.
    point.withUnsafeBufferPointer { point in
      gradient.withUnsafeMutableBufferPointer { gradient in
        gradient.update(repeating: 0)
        features.values.withUnsafeBufferPointer { values in
          var scores = [Double](repeating: 0, count: classes)
          for row in 0..<features.rows where weights[row] > 0 {
            let offset = row * columns
            for label in 0..<classes {
              scores[label] = point[size + label] + dot(point, label * columns, values, offset, columns)
            }
            let largest = scores.reduce(-Double.infinity, max)
            var sum = 0.0
            for label in 0..<classes { sum += exp(scores[label] - largest) }
            let logSum = largest + log(sum)
            let share = weights[row] / total
            loss += share * (logSum - scores[labels[row]])
            for label in 0..<classes {
              let error = share * (exp(scores[label] - logSum) - (label == labels[row] ? 1 : 0))
              gradient[size + label] += error
              let base = label * columns
              for column in 0..<columns { gradient[base + column] += error * Double(values[offset + column]) }
            }
          }
        }
        var squares = 0.0
        for index in 0..<size {
          squares += point[index] * point[index]
          gradient[index] += penalty * point[index]
        }
        loss += 0.5 * penalty * squares
      }
    }
    return loss
  }

  /// Four sums side by side, so that one addition need not wait for the one before.
  private func dot(
    _ a: UnsafeBufferPointer<Double>, _ aStart: Int, _ b: UnsafeBufferPointer<Float>, _ bStart: Int, _ count: Int
  ) -> Double {
    var s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0
    var index = 0
    while index + 4 <= count {
      s0 += a[aStart + index] * Double(b[bStart + index])
      s1 += a[aStart + index + 1] * Double(b[bStart + index + 1])
      s2 += a[aStart + index + 2] * Double(b[bStart + index + 2])
      s3 += a[aStart + index + 3] * Double(b[bStart + index + 3])
      index += 4
    }
    while index < count {
      s0 += a[aStart + index] * Double(b[bStart + index])
      index += 1
    }
    return (s0 + s1) + (s2 + s3)
  }
}
