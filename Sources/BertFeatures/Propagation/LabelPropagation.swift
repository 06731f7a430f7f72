/// Spreads labels from labelled rows to their unlabelled neighbours, as scikit-learn's `LabelSpreading` does (Zhou et
/// al., "Learning with local and global consistency", 2004).
package struct LabelPropagation: Sendable {
  /// The scores of the rows, and how the iteration ended.
  package struct Result: Sendable {
    /// The scores of the classes, which add up to 1; zeros for a row that no label reaches. [N, C]
    package let scores: [Double]
    /// Steps that were taken.
    package let iterations: Int
    /// Whether the scores converged.
    package let isSettled: Bool
  }

  /// scikit-learn's `alpha`: the part of each row's scores that comes from its neighbours, above 0 and below 1, for
  /// labelled rows too.
  package var part: Double
  /// The most steps, as in scikit-learn.
  package var iterations = 30
  /// The scores have converged when a step changes them, in absolute values summed over all, by less than this.
  package var tolerance = 1e-3

  /// - Parameter part: See ``part``.
  package init(spreading part: Double) { self.part = part }

  /// Spreads the labels over a graph.
  ///
  /// - Parameters:
  ///   - graph: The neighbours of N rows.
  ///   - labels: 0 ..< classes, or nil for a row without a label. [N]
  ///   - classes: C.
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

  /// The weight of each edge of the graph. [N, k]
  private func weights(_ graph: NeighbourGraph) -> [Double] {
    // An edge is divided by the square roots of both rows' in-degrees; the edge of a row to itself counts in neither
    // and weighs 0.
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

  /// The scores of each row divided by their sum; rows of zeros stay as they are.
  private static func normalized(_ scores: [Double], _ classes: Int) -> [Double] {
    var scores = scores
    for start in stride(from: 0, to: scores.count, by: max(1, classes)) {
      let sum = scores[start..<start + classes].reduce(0, +)
      if sum != 0 { for index in start..<start + classes { scores[index] /= sum } }
    }
    return scores
  }
}
