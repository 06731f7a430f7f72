extension Precompiled {
  /// Whether no text leads out of the tables, even for a reader that does not look: from each unit that can be reached
  /// every byte, 0 included, leads to a unit, and each result is whole scalars and ends.
  ///
  /// - Complexity: 256 times the units that can be reached.
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
