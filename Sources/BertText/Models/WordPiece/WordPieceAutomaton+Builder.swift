extension WordPieceAutomaton {
  /// Builds the trie level by level, then the failure links in the same order: a link leads to a node of a lower level.
  struct Builder {
    /// A node as it was made: where it lies, from which parent, by which byte, and the id that ends there.
    struct Node {
      var place: Int
      var parent: Int
      var byte: UInt8
      var id: Int32?
    }

    private(set) var trie = DoubleArray(roots: 2)
    /// All nodes but the roots, by level.
    private(set) var nodes: [Node] = []
    private(set) var failures: [Failure] = []
    private(set) var pops: [Int32] = []

    mutating func insert(
      _ initial: [(key: ArraySlice<UInt8>, id: Int32)], _ suffix: [(key: ArraySlice<UInt8>, id: Int32)]
    ) {
      let initial = Self.sorted(initial)
      let suffix = Self.sorted(suffix)
      let keys = initial + suffix
      // A node stands for the run of sorted keys that begin with its bytes.
      var queue: [(place: Int, keys: Range<Int>, depth: Int)] = [
        (WordPieceAutomaton.initialRoot, 0..<initial.count, 0),
        (WordPieceAutomaton.suffixRoot, initial.count..<keys.count, 0),
      ]
      var head = 0
      while head < queue.count {
        let (place, run, depth) = queue[head]
        head += 1
        var lower = run.lowerBound
        // Keys are distinct, so only the first of the run can end here.
        if lower < run.upperBound, keys[lower].key.count == depth { lower += 1 }
        var bytes: [UInt8] = []
        var runs: [Range<Int>] = []
        while lower < run.upperBound {
          let byte = keys[lower].key[keys[lower].key.startIndex + depth]
          var upper = lower + 1
          while upper < run.upperBound, keys[upper].key[keys[upper].key.startIndex + depth] == byte { upper += 1 }
          bytes.append(byte)
          runs.append(lower..<upper)
          lower = upper
        }
        guard !bytes.isEmpty else { continue }
        trie.addChildren(of: place, bytes: bytes)
        for (byte, run) in zip(bytes, runs) {
          let child = Int(trie.base[place]) ^ Int(byte)
          let first = keys[run.lowerBound]
          nodes.append(
            Node(place: child, parent: place, byte: byte, id: first.key.count == depth + 1 ? first.id : nil))
          queue.append((child, run, depth + 1))
        }
      }
    }

    private static func sorted(_ keys: [(key: ArraySlice<UInt8>, id: Int32)]) -> [(key: ArraySlice<UInt8>, id: Int32)] {
      // Most comparisons are settled by the first eight bytes, taken as one number.
      var heads = keys.enumerated().map { index, entry in
        (
          head: (0..<8).reduce(UInt64(0)) { head, place in
            let index = entry.key.startIndex + place
            return head << 8 | (index < entry.key.endIndex ? UInt64(entry.key[index]) : 0)
          }, index: index
        )
      }
      heads.sort {
        $0.head != $1.head ? $0.head < $1.head : keys[$0.index].key.lexicographicallyPrecedes(keys[$1.index].key)
      }
      return heads.map { keys[$0.index] }
    }

    /// - Returns: false where the pops would be more than allowed.
    mutating func link(greatestPopCount: Int) -> Bool {
      failures = [Failure](repeating: Failure(node: -1, firstPop: 0, popCount: 0), count: trie.extent)
      for node in nodes {
        let firstPop = pops.count
        if let id = node.id {
          pops.append(id)
          failures[node.place] = Failure(
            node: Int32(WordPieceAutomaton.suffixRoot), firstPop: Int32(firstPop), popCount: 1)
          continue
        }
        // Greedy matching at the parent's failure, given this node's byte.
        var state = failures[node.parent]
        append(state)
        while state.node >= 0 {
          if let next = trie.child(of: Int(state.node), byte: node.byte) {
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
