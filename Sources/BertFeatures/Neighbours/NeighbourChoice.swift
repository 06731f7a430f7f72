package import BertKernels

/// How many neighbours are asked and how much each counts, chosen by asking about each labelled row those that are left.
package struct NeighbourChoice: Sendable, Equatable {
  package let neighbours: Int
  package let weighting: NeighbourClassifier.Weighting
  /// Rows that were asked about, and how many of them got their label.
  package let judged: Int
  package let right: Int

  /// The numbers that are tried, as far as there are rows.
  private static let candidates = [1, 3, 5, 10, 20]
  /// Rows that are asked about at the most; of more the choice does not depend.
  private static let enough = 10_000

  /// Of equally many right answers, more neighbours are taken, whose scores are finer; then those that count the same.
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
    // Each row leaves one fewer to be asked.
    let most = min(rows.count - 1, wanted ?? Self.candidates.max() ?? 1)
    let counts = wanted.map { [min($0, most)] } ?? Self.candidates.filter { $0 <= most }
    let stride = max(1, (rows.count + Self.enough - 1) / Self.enough)
    let asked = Array(Swift.stride(from: 0, to: rows.count, by: stride))
    let queries = try UnitRows(rows.matrix.selecting(asked), inPlace: true, compute: compute)
    let hits = NearestRows(rows).nearest(to: queries, count: most + 1, compute: compute)
    var rights = [Int](repeating: 0, count: counts.count * NeighbourClassifier.Weighting.allCases.count)
    for (place, row) in asked.enumerated() {
      // A twin of the row may stand before it.
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
