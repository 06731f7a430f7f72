/// The votes of a row's neighbours, the nearest first.
struct Votes {
  /// The class of each neighbour.
  let labels: [Int]
  /// 1 minus the cosine to each neighbour.
  let distances: [Double]

  /// A smaller distance is only the rounding of two equal directions to single precision.
  private static let rounding = 1e-12

  /// The share of each class in the votes; the shares add up to 1.
  ///
  /// - Parameters:
  ///   - classes: C.
  ///   - first: How many of the nearest neighbours vote, at least 1; nil for all.
  /// - Returns: [C]
  func shares(_ weighting: NeighbourClassifier.Weighting, classes: Int, first: Int? = nil) -> [Double] {
    let asked = distances.prefix(first ?? distances.count)
    var weights = [Double](repeating: 1, count: asked.count)
    if weighting == .distance {
      // Neighbours with the direction of the query have no distance to divide by.
      let isSame = asked.map { $0 < Self.rounding }
      weights = isSame.contains(true) ? isSame.map { $0 ? 1 : 0 } : asked.map { 1 / $0 }
    }
    var votes = [Double](repeating: 0, count: classes)
    for (label, weight) in zip(labels, weights) { votes[label] += weight }
    let sum = votes.reduce(0, +)
    return votes.map { $0 / sum }
  }
}
