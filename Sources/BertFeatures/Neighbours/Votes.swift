/// The votes of a row's neighbours, the nearest first.
struct Votes {
  /// The class of each neighbour.
  let labels: [Int]
  /// 1 less the cosine to each.
  let distances: [Double]

  /// Below this a distance is that of one direction to itself, rounded to single precision.
  private static let rounding = 1e-12

  /// What the classes get, adding up to 1.
  ///
  /// - Parameter first: How many of the neighbours vote, one at least; nil for all.
  /// - Returns: [C]
  func shares(_ weighting: NeighbourClassifier.Weighting, classes: Int, first: Int? = nil) -> [Double] {
    let asked = distances.prefix(first ?? distances.count)
    var weights = [Double](repeating: 1, count: asked.count)
    if weighting == .distance {
      // Two rows of the same direction differ by rounding alone.
      let isSame = asked.map { $0 < Self.rounding }
      weights = isSame.contains(true) ? isSame.map { $0 ? 1 : 0 } : asked.map { 1 / $0 }
    }
    var votes = [Double](repeating: 0, count: classes)
    for (label, weight) in zip(labels, weights) { votes[label] += weight }
    let sum = votes.reduce(0, +)
    return votes.map { $0 / sum }
  }
}
