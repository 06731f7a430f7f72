extension Precompiled {
  /// Whether a reader without bounds checks stays inside the tables for every text: from each reachable unit every
  /// byte, 0 included, leads to a unit, and each result begins with a whole scalar and is ended by a zero.
  ///
  /// - Complexity: 256 times the number of reachable units.
  var isClosed: Bool {
    guard results.last == 0 else { return false }
    var reached = [Bool](repeating: false, count: trie.count)
    var waiting = [0]
    reached[0] = true
    while let place = waiting.popLast() {
      let children = place ^ Self.offset(trie[place])
      guard children | 0xFF < trie.count else { return false }
      if Self.hasLeaf(trie[place]) {
        let start = Int(trie[children] & 0x7FFF_FFFF)
        guard start < results.count, results[start] & 0xC0 != 0x80 else { return false }
      }
      for byte in 0...0xFF {
        let child = children ^ byte
        guard Self.label(trie[child]) == byte, !reached[child] else { continue }
        reached[child] = true
        waiting.append(child)
      }
    }
    return true
  }
}
