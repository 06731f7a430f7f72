/// Measures how unlike the training texts a text is: the Mahalanobis distance of its features to the nearest group of
/// training texts (Lee et al. 2018, arXiv 1807.03888), and its rank among the distances of held-out texts.
package struct NoveltyScore: Sendable {
  /// H
  package let width: Int
  /// L⁻¹ of the shared covariance L·Lᵀ, `[H, H]` row after row, zero above the diagonal.
  package let whitening: [Float]
  /// The means of the groups in whitened coordinates, `[G, H]` row after row.
  package let centres: [Float]
  /// The distances of held-out texts, ascending.
  package let distances: [Float]

  /// - Parameters:
  ///   - whitening: `[H, H]`
  ///   - centres: `[G, H]`, at least one row.
  ///   - distances: The distances of held-out texts, at least one, in any order.
  package init(width: Int, whitening: [Float], centres: [Float], distances: [Float]) {
    precondition(whitening.count == width * width && centres.count.isMultiple(of: width), "parts of other widths")
    precondition(!centres.isEmpty && !distances.isEmpty, "nothing to compare with")
    self.width = width
    self.whitening = whitening
    self.centres = centres
    self.distances = distances.sorted()
  }

  /// The Mahalanobis distance of features, `[H]`, to the nearest group.
  package func distance(of features: some Collection<Double>) -> Double {
    let features = Array(features)
    precondition(features.count == width, "features of another width")
    let whitened = (0..<width).map { row in
      var sum = 0.0
      for column in 0...row { sum += Double(whitening[row * width + column]) * features[column] }
      return sum
    }
    var nearest = Double.infinity
    for group in 0..<centres.count / width {
      var square = 0.0
      for column in 0..<width {
        let difference = whitened[column] - Double(centres[group * width + column])
        square += difference * difference
      }
      nearest = min(nearest, square)
    }
    return nearest.squareRoot()
  }

  /// The share of the held-out texts that are nearer, from 0 to 1.
  package func novelty(of features: some Collection<Double>) -> Double {
    let distance = Float(distance(of: features))
    var low = 0, high = distances.count
    while low < high {
      let middle = (low + high) / 2
      if distances[middle] < distance { low = middle + 1 } else { high = middle }
    }
    return Double(low) / Double(distances.count)
  }
}
