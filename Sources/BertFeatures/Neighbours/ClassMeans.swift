import BertBaselines

/// The mean row of each class. Legend: N rows, D columns, C classes.
struct ClassMeans {
  /// [C, D] row after row; zeros for a class without rows.
  let values: [Double]
  /// Rows of each class. [C]
  let counts: [Int]

  init(_ rows: FeatureMatrix, labels: [Int], classes: Int) {
    var sums = [Double](repeating: 0, count: classes * rows.columns), counts = [Int](repeating: 0, count: classes)
    for (row, label) in labels.enumerated() {
      counts[label] += 1
      for column in 0..<rows.columns {
        sums[label * rows.columns + column] += Double(rows.values[row * rows.columns + column])
      }
    }
    for index in sums.indices { sums[index] /= Double(max(1, counts[index / max(1, rows.columns)])) }
    values = sums
    self.counts = counts
  }

  /// The squared distance of each row to each mean, infinite for a class without rows. [N, C]
  func distances(_ rows: FeatureMatrix) -> [Double] {
    let classes = counts.count
    var distances: [Double] = []
    distances.reserveCapacity(rows.rows * classes)
    for row in 0..<rows.rows {
      for label in 0..<classes {
        guard counts[label] > 0 else {
          distances.append(.infinity)
          continue
        }
        var square = 0.0
        for column in 0..<rows.columns {
          let difference =
            Double(rows.values[row * rows.columns + column]) - values[label * rows.columns + column]
          square += difference * difference
        }
        distances.append(square)
      }
    }
    return distances
  }

  /// The factor from the squared distance of a row to the mean of its class to that to the mean of the other rows of
  /// the class.
  func leavingOneOut(of label: Int) -> Double {
    let count = Double(counts[label])
    guard count > 1 else { return 1 }
    return count / (count - 1) * (count / (count - 1))
  }
}
