/// Which keys of its sequence a query sees.
package enum AttentionMask: Sendable, Equatable {
  /// All.
  case full
  /// Itself and those before it.
  case causal
  /// Those at most `radius` away on either side (Beltagy et al., arXiv 2004.05150); itself where that is 0.
  case window(radius: Int)

  /// Whether query i sees key j, both counted within the sequence.
  package func shows(key: Int, to query: Int) -> Bool {
    switch self {
    case .full: true
    case .causal: key <= query
    case .window(let radius): abs(query - key) <= radius
    }
  }

  /// The radius where it hides anything from a sequence of n tokens.
  func radius(of n: Int) -> Int? {
    guard case .window(let radius) = self, radius < n - 1 else { return nil }
    return radius
  }

  /// Keys that a query meets in a sequence of n tokens, about: blocks of the band's edges, and of what comes behind, are
  /// computed and hidden.
  func mostKeys(of n: Int) -> Int { radius(of: n).map { min(n, 2 * min($0, n) + 48) } ?? n }
}
