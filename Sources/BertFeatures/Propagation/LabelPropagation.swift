/// Labels that travel from labelled rows to their unlabelled neighbours, as in scikit-learn's `LabelSpreading` (Zhou et al.,
/// "Learning with local and global consistency", 2004).
package struct LabelPropagation: Sendable {
  /// What the rows end with.
  package struct Result: Sendable {
    /// The scores of the classes, which add up to 1; zeros for a row that no label reaches. [N, C]
    package let scores: [Double]
    /// Steps that were taken.
    package let iterations: Int
    /// Whether the scores had come to rest.
    package let isSettled: Bool
  }

  /// The part of each row's label that comes from its neighbours, above 0 and below 1, even where it has one of its own.
  package var part: Double
  /// Steps at the most: scikit-learn's number.
  package var iterations = 30
  /// The scores are at rest when a step changes them, summed over all, by less.
  package var tolerance = 1e-3

  /// - Parameter part: See ``part``.
  package init(spreading part: Double) { self.part = part }

  /// Lets the labels travel.
  ///
  /// - Parameters:
  ///   - labels: 0 ..< classes, or nil. [N]
  /// - Throws: `length`, `option`; `tooFewRows` where no row has a label.
  package func run(
    _ graph: NeighbourGraph, labels: [Int?], classes: Int
  ) throws(VectorRowsError) -> Result {
    guard labels.count == graph.count else { throw .length(name: "the labels", found: labels.count, rows: graph.count) }
    guard labels.allSatisfy({ $0.map { (0..<classes).contains($0) } ?? true }) else {
      throw .option(name: "the labels", rule: "from 0 to below the number of classes, \(classes)")
    }
    guard labels.contains(where: { $0 != nil }) else { throw .tooFewRows(found: 0, needed: 1) }
    guard part > 0, part < 1 else { throw .option(name: "the part that spreads", rule: "above 0 and below 1") }
    var given = [Double](repeating: 0, count: labels.count * classes)
    for (row, label) in labels.enumerated() { if let label { given[row * classes + label] = 1 } }
    let weights = weights(graph)
    var scores = given, last = [Double](repeating: 0, count: given.count)
    var steps = 0, isSettled = false
    while !isSettled, steps < iterations {
      if zip(scores, last).reduce(0, { $0 + abs($1.0 - $1.1) }) < tolerance {
        isSettled = true
      } else {
        last = scores
        scores = step(last, graph, weights, given: given, classes)
        steps += 1
      }
    }
    return Result(scores: Self.normalized(scores, classes), iterations: steps, isSettled: isSettled)
  }

  /// What each join of the graph counts. [N, k]
  private func weights(_ graph: NeighbourGraph) -> [Double] {
    // Joins are divided by the roots of how many rows name each end, itself not counted, and none leads back to its row.
    var named = [Double](repeating: 0, count: graph.count)
    graph.forEachPair { row, other in if row != other { named[other] += 1 } }
    let roots = named.map { $0 > 0 ? $0.squareRoot() : 1 }
    var weights: [Double] = []
    weights.reserveCapacity(graph.joined.count)
    graph.forEachPair { row, other in weights.append(row == other ? 0 : 1 / roots[row] / roots[other]) }
    return weights
  }

  private func step(
    _ last: [Double], _ graph: NeighbourGraph, _ weights: [Double], given: [Double], _ classes: Int
  ) -> [Double] {
    var next = [Double](repeating: 0, count: last.count), place = 0
    graph.forEachPair { row, other in
      for label in 0..<classes { next[row * classes + label] += weights[place] * last[other * classes + label] }
      place += 1
    }
    for index in next.indices { next[index] = part * next[index] + (1 - part) * given[index] }
    return next
  }

  /// Each row divided by its sum, zeros left as they are.
  private static func normalized(_ scores: [Double], _ classes: Int) -> [Double] {
    var scores = scores
    for start in stride(from: 0, to: scores.count, by: max(1, classes)) {
      let sum = scores[start..<start + classes].reduce(0, +)
      if sum != 0 { for index in start..<start + classes { scores[index] /= sum } }
    }
    return scores
  }
}
