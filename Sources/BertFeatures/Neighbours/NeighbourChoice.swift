package import BertKernels

/// The number of neighbours and their weighting, chosen by leave-one-out: each labelled row is classified by the
/// others.
package struct NeighbourChoice: Sendable, Equatable {
  package let neighbours: Int
  package let weighting: NeighbourClassifier.Weighting
  /// Rows that were classified.
  package let judged: Int
  /// How many of these got their own label.
  package let right: Int

  /// The numbers that are tried, as far as there are rows.
  private static let candidates = [1, 3, 5, 10, 20]
  /// The most rows that are classified; more would hardly change the choice.
  private static let enough = 10_000

  /// Of choices with equally many right answers, the one with more neighbours is taken, because its scores are finer;
  /// then uniform weights.
  ///
  /// - Parameters:
  ///   - rows: The labelled rows.
  ///   - labels: 0 ..< classes. [N]
  ///   - wanted: The number of neighbours, where it is not to be chosen.
  /// - Throws: `tooFewRows` for fewer than two rows; `length`, `option`.
  package init(
    _ rows: UnitRows, labels: [Int], classes: Int, wanted: Int? = nil, compute: Compute
  ) throws(VectorRowsError) {
    guard rows.count > 1 else { throw .tooFewRows(found: rows.count, needed: 2) }
    let classifier = try NeighbourClassifier(rows, labels: labels, classes: classes, neighbours: wanted ?? 1)
    // A row does not vote on itself.
    let most = min(rows.count - 1, wanted ?? Self.candidates.max() ?? 1)
    let counts = wanted.map { [min($0, most)] } ?? Self.candidates.filter { $0 <= most }
    let stride = max(1, (rows.count + Self.enough - 1) / Self.enough)
    let asked = Array(Swift.stride(from: 0, to: rows.count, by: stride))
    let queries = try UnitRows(rows.matrix.selecting(asked), inPlace: true, compute: compute)
    let hits = NearestRows(rows).nearest(to: queries, count: most + 1, compute: compute)
    var rights = [Int](repeating: 0, count: counts.count * NeighbourClassifier.Weighting.allCases.count)
    for (place, row) in asked.enumerated() {
      // An earlier row with the same vector may come before the row itself.
      let others = Array(hits[place].lazy.map(\.row).filter { $0 != row }.prefix(most))
      let votes = Votes(
        labels: others.map { labels[$0] }, distances: classifier.distances(of: place, in: queries, to: others))
      for (number, count) in counts.enumerated() {
        for (way, weighting) in NeighbourClassifier.Weighting.allCases.enumerated() {
          let shares = votes.shares(weighting, classes: classes, first: count)
          if ConfidentJoint.largest(shares[...]) == labels[row] { rights[number * 2 + way] += 1 }
        }
      }
    }
    var best = 0
    for index in rights.indices {
      let isFiner = rights[index] == rights[best] && index / 2 > best / 2
      if rights[index] > rights[best] || isFiner { best = index }
    }
    neighbours = wanted ?? counts[best / 2]
    weighting = NeighbourClassifier.Weighting.allCases[best % 2]
    judged = asked.count
    right = rights[best]
  }
}
