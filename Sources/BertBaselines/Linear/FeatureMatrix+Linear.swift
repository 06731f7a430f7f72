extension FeatureMatrix: LinearFeatures {
  // Unchecked access in both, because these loops take most of the time of fitting. The initializers fix the sizes.
  package func addProducts(row: Int, weights: UnsafeBufferPointer<Double>, to scores: inout [Double]) {
    values.withUnsafeBufferPointer { values in
      for label in scores.indices {
        scores[label] += Self.dot(weights, label * columns, values, row * columns, columns)
      }
    }
  }

  package func addErrors(_ errors: [Double], row: Int, to gradient: UnsafeMutableBufferPointer<Double>) {
    let offset = row * columns
    values.withUnsafeBufferPointer { values in
      for (label, error) in errors.enumerated() {
        let base = label * columns
        for column in 0..<columns { gradient[base + column] += error * Double(values[offset + column]) }
      }
    }
  }

  package func scaled(with others: FeatureMatrix) -> (rows: FeatureMatrix, others: FeatureMatrix) {
    let scaling = FeatureScaling(self)
    return (scaling.applied(to: self), scaling.applied(to: others))
  }

  /// Four partial sums, so that additions do not wait for each other.
  private static func dot(
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
