/// Which rows are near-duplicates of which.
package struct DuplicateRows: Sendable {
  /// How the pairs were found.
  package enum Method: Sendable, Equatable {
    /// Every row was compared with every other.
    case exact
    /// Each row was compared with the rows of the `probes` nearest of so many cells.
    case cells(Int, probes: Int, recall: Recall)
  }

  /// How many of the pairs of a sample the method finds.
  package struct Recall: Sendable, Equatable {
    /// Rows of the sample, each compared with all rows.
    package let rows: Int
    /// Pairs that there are.
    package let pairs: Int
    /// Pairs of these that are found.
    package let found: Int

    /// The part that is found; nil where the sample has no pair.
    package var value: Double? { pairs > 0 ? Double(found) / Double(pairs) : nil }
  }

  /// The rows that stay are those that are no near-duplicate of an earlier row that stays. Any other row has here the row
  /// that stays and is most like it; nil for one that stays. [N]
  package let duplicateOf: [Int?]
  /// The cosine with that row. [N]
  package let similarities: [Float?]
  /// Rows that pairs join, directly or through others, have one number, counted from 0 in the order of the groups' first
  /// rows; nil for a row without a pair. [N]
  package let groups: [Int?]
  package let method: Method

  /// Rows that do not stay.
  package var duplicates: Int { duplicateOf.count { $0 != nil } }
  /// Groups of two rows or more.
  package var groupCount: Int { groups.reduce(0) { max($0, ($1 ?? -1) + 1) } }
}
