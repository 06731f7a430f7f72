/// Labels that travel from labelled rows to their unlabelled neighbours.
///
/// Two rules, both as scikit-learn has them: `LabelPropagation` (Zhu and Ghahramani, 2002) and `LabelSpreading` (Zhou et al.,
/// "Learning with local and global consistency", 2004).
package struct LabelPropagation: Sendable {
  /// How labels travel.
  package enum Rule: Sendable, Equatable {
    /// Labelled rows keep their labels.
    case keeping
    /// A part of each row's label comes from its neighbours, above 0 and below 1, even where it has one of its own.
    case spreading(Double)
  }

  /// What the rows end with.
  package struct Result: Sendable {
    /// The scores of the classes, which add up to 1; zeros for a row that no label reaches. [N, C]
    package let scores: [Double]
    /// Steps that were taken.
    package let iterations: Int
    /// Whether the scores had come to rest.
    package let isSettled: Bool
  }

  package var rule: Rule
  /// Steps at the most.
  package var iterations: Int
  /// The scores are at rest when a step changes them, summed over all, by less.
  package var tolerance = 1e-3

  /// With scikit-learn's numbers of steps.
  package init(_ rule: Rule) {
    self.rule = rule
    iterations = rule == .keeping ? 1000 : 30
  }

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
    if case .spreading(let part) = rule, !(part > 0 && part < 1) {
      throw .option(name: "the part that spreads", rule: "above 0 and below 1")
    }
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
        scores = step(last, graph, weights, given: given, labels, classes)
        steps += 1
      }
    }
    return Result(scores: Self.normalized(scores, classes), iterations: steps, isSettled: isSettled)
  }

  /// What each join of the graph counts. [N, k]
  private func weights(_ graph: NeighbourGraph) -> [Double] {
    guard rule != .keeping else { return [Double](repeating: 1 / Double(graph.width), count: graph.joined.count) }
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
    _ last: [Double], _ graph: NeighbourGraph, _ weights: [Double], given: [Double], _ labels: [Int?], _ classes: Int
  ) -> [Double] {
    var next = [Double](repeating: 0, count: last.count), place = 0
    graph.forEachPair { row, other in
      for label in 0..<classes { next[row * classes + label] += weights[place] * last[other * classes + label] }
      place += 1
    }
    switch rule {
    case .keeping:
      next = Self.normalized(next, classes)
      for (row, label) in labels.enumerated() where label != nil {
        for label in 0..<classes { next[row * classes + label] = given[row * classes + label] }
      }
    case .spreading(let part):
      for index in next.indices { next[index] = part * next[index] + (1 - part) * given[index] }
    }
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
