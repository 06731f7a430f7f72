extension WordPieceAutomaton {
  /// Computes the failure links of a trie, level by level: a link leads to a node nearer to its root.
  struct Linker {
    private let builder: TrieBuilder
    private(set) var failures: [Failure] = []
    private(set) var pops: [Int32] = []

    init(_ builder: TrieBuilder) { self.builder = builder }

    /// Computes the links.
    /// - Returns: false where there would be more pops than allowed.
    mutating func link(greatestPopCount: Int) -> Bool {
      failures = [Failure](repeating: Failure(node: -1, firstPop: 0, popCount: 0), count: builder.trie.extent)
      for node in builder.nodes {
        let firstPop = pops.count
        if let id = node.id {
          pops.append(id)
          failures[node.place] = Failure(
            node: Int32(WordPieceAutomaton.suffixRoot), firstPop: Int32(firstPop), popCount: 1)
          continue
        }
        // Greedy matching continues at the parent's failure link with this node's byte.
        var state = failures[node.parent]
        append(state)
        while state.node >= 0 {
          if let next = builder.trie.child(of: Int(state.node), byte: node.byte) {
            failures[node.place] = Failure(
              node: Int32(next), firstPop: Int32(firstPop), popCount: Int32(pops.count - firstPop))
            break
          }
          state = failures[Int(state.node)]
          append(state)
        }
        if failures[node.place].node < 0 { pops.removeSubrange(firstPop...) }
        guard pops.count <= greatestPopCount else { return false }
      }
      return true
    }

    private mutating func append(_ failure: Failure) {
      guard failure.node >= 0 else { return }
      let first = Int(failure.firstPop)
      for index in first..<(first + Int(failure.popCount)) { pops.append(pops[index]) }
    }
  }
}
