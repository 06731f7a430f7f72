/// A row found by a search, and its score: the greater, the nearer.
package struct RowHit: Sendable, Equatable {
  package var row: Int
  package var score: Float

  package init(row: Int, score: Float) {
    self.row = row
    self.score = score
  }

  /// Whether this hit ranks before another: the greater score first, of equal scores the earlier row.
  package func precedes(_ other: RowHit) -> Bool {
    score > other.score || (score == other.score && row < other.row)
  }
}

/// The best `limit` of many hits, in a binary heap with the worst on top. Adding a hit that is kept takes O(log limit).
package struct TopRows {
  private let limit: Int
  package private(set) var hits: [RowHit] = []

  package init(limit: Int) { self.limit = limit }

  /// A hit is kept only if its score is greater than this, provided that its row comes after all rows so far.
  package var threshold: Float { hits.count == limit ? hits[0].score : -.infinity }

  /// Adds a hit if it is among the best. A score of NaN is ignored.
  package mutating func add(_ hit: RowHit) {
    guard !hit.score.isNaN else { return }
    if hits.count < limit {
      hits.append(hit)
      var child = hits.count - 1
      while child > 0, hits[(child - 1) / 2].precedes(hits[child]) {
        hits.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    } else if let last = hits.first, hit.precedes(last) {
      hits[0] = hit
      sink()
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var last = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < hits.count && hits[last].precedes(hits[child]) {
        last = child
      }
      if last == parent { return }
      hits.swapAt(parent, last)
      parent = last
    }
  }
}
