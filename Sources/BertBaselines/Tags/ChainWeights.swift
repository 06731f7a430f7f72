/// The weights of a linear chain: those of the pairs of a feature and a class, and those of the transitions between
/// classes.
package struct ChainWeights: Sendable {
  /// C.
  package let classes: Int
  /// [pairs]
  package var state: [Double]
  /// The weight of the transition from the class of a row to that of a column, [C, C].
  package var steps: [Double]

  /// - Parameter point: [pairs + C · C]
  init(_ point: [Double], classes: Int) {
    self.classes = classes
    let pairs = point.count - classes * classes
    state = Array(point[..<pairs])
    steps = Array(point[pairs...])
  }

  /// The score of each class at each position of a chain, [T, C].
  ///
  /// - Parameter chain: The indices of the features of each position.
  func scores(_ chain: [[Int32]], _ features: ChainFeatures) -> [Double] {
    var scores = [Double](repeating: 0, count: chain.count * classes)
    for (place, numbers) in chain.enumerated() {
      let row = place * classes
      for number in numbers {
        for pair in features.pairs(of: number) { scores[row + features.label(of: pair)] += state[pair] }
      }
    }
    return scores
  }

  /// The most likely path of classes (Viterbi 1967); for ties the first class.
  ///
  /// - Parameter scores: [T, C]
  func best(_ scores: [Double]) -> [Int] {
    let length = scores.count / classes
    guard length > 0 else { return [] }
    var sums = Array(scores[..<classes])
    var origins = [Int](repeating: 0, count: scores.count)
    for place in 1..<max(1, length) {
      var next = [Double](repeating: 0, count: classes)
      for label in 0..<classes {
        var best = 0, highest = -Double.infinity
        for from in 0..<classes {
          let sum = sums[from] + steps[from * classes + label]
          if sum > highest { (best, highest) = (from, sum) }
        }
        next[label] = highest + scores[place * classes + label]
        origins[place * classes + label] = best
      }
      sums = next
    }
    var label = sums.indices.reduce(0) { sums[$1] > sums[$0] ? $1 : $0 }
    var path = [label]
    for place in stride(from: length - 1, to: 0, by: -1) {
      label = origins[place * classes + label]
      path.append(label)
    }
    return path.reversed()
  }
}
