/// Which keys of its sequence a query sees.
package enum AttentionMask: Sendable, Equatable {
  /// All keys.
  case full
  /// The keys up to its own position.
  case causal
  /// The keys at most `radius` away on either side (Beltagy et al., arXiv 2004.05150), and its own.
  case window(radius: Int)

  /// Whether query i sees key j, both counted within the sequence.
  package func shows(key: Int, to query: Int) -> Bool {
    switch self {
    case .full: true
    case .causal: key <= query
    case .window(let radius): abs(query - key) <= radius
    }
  }

  /// The radius of a window that hides some keys of a sequence of n tokens; nil where nothing is hidden by a window.
  func radius(of n: Int) -> Int? {
    guard case .window(let radius) = self, radius < n - 1 else { return nil }
    return radius
  }

  /// About the number of keys that are computed for a query in a sequence of n tokens. Blocks at the edges of a window
  /// are computed whole, and their hidden scores discarded.
  func mostKeys(of n: Int) -> Int { radius(of: n).map { min(n, 2 * min($0, n) + 48) } ?? n }
}
