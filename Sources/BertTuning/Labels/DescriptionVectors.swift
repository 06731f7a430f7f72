import BertBaselines

/// The vectors of the labels' descriptions. Legend: m vectors, k columns, C labels.
struct DescriptionVectors {
  /// `[m, k]`
  let rows: FeatureMatrix
  /// The label of each vector; every label has one at least.
  let labels: [Int]

  /// The vectors scaled as other rows are, minus the mean of the labels' means, `[m, k]`.
  func centred(on scaling: FeatureScaling) -> FeatureMatrix {
    var scaled = scaling.applied(to: rows)
    let means = Dictionary(grouping: labels.indices, by: { labels[$0] }).sorted { $0.key < $1.key }.map {
      Self.mean(scaled, $0.value)
    }
    for column in 0..<scaled.columns {
      let common = means.reduce(0) { $0 + $1[column] } / Double(max(1, means.count))
      for row in 0..<scaled.rows {
        let index = row * scaled.columns + column
        scaled.values[index] = Float(Double(scaled.values[index]) - common)
      }
    }
    return scaled
  }

  /// The direction of the mean of each label's vectors, of length 1, or 0 where the mean is zero, `[C, k]`.
  ///
  /// - Parameters:
  ///   - scaled: The vectors as ``centred(on:)`` gives them, `[m, k]`.
  ///   - classes: C.
  func directions(_ scaled: FeatureMatrix, classes: Int) -> [Double] {
    (0..<classes).flatMap { label in
      let mean = Self.mean(scaled, labels.indices.filter { labels[$0] == label })
      let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > 0 ? mean.map { $0 / length } : mean
    }
  }

  private static func mean(_ rows: FeatureMatrix, _ own: [Int]) -> [Double] {
    (0..<rows.columns).map { column in
      own.reduce(0) { $0 + Double(rows.values[$1 * rows.columns + column]) } / Double(max(1, own.count))
    }
  }
}
