/// Which rows are near-duplicates of which.
package struct DuplicateRows: Sendable {
  /// How the pairs were found.
  package enum Method: Sendable, Equatable {
    /// Every row was compared with every other.
    case exact
    /// Rows were assigned to this many cells, and each was compared with the rows of its `probes` nearest cells.
    case cells(Int, probes: Int, recall: Recall)
  }

  /// How many of the pairs of a sample the method finds.
  package struct Recall: Sendable, Equatable {
    /// Rows of the sample, each compared with all rows.
    package let rows: Int
    /// Pairs of near-duplicates of these rows.
    package let pairs: Int
    /// Pairs of these that the method finds.
    package let found: Int

    /// The part that is found; nil where the sample has no pair.
    package var value: Double? { pairs > 0 ? Double(found) / Double(pairs) : nil }
  }

  /// For each near-duplicate the kept row that is most similar to it; nil for a row that is kept. A row is kept unless
  /// it is a near-duplicate of an earlier kept row. [N]
  package let duplicateOf: [Int?]
  /// The cosine with that row. [N]
  package let similarities: [Float?]
  /// The group of each row, counted from 0 in the order of the groups' first rows; nil for a row without a pair. Rows
  /// that pairs connect, directly or through others, are of one group. [N]
  package let groups: [Int?]
  package let method: Method

  /// Rows that are not kept.
  package var duplicates: Int { duplicateOf.count { $0 != nil } }
  /// Groups of two rows or more.
  package var groupCount: Int { groups.reduce(0) { max($0, ($1 ?? -1) + 1) } }
}
