/// Builds a trie of bytes level by level, with two roots: nodes 0 and 1.
struct TrieBuilder {
  /// A node: its place, its parent's place, the byte of the transition to it, and the id of the key that ends there.
  struct Node {
    var place: Int
    var parent: Int
    var byte: UInt8
    var id: Int32?
  }

  private(set) var trie = DoubleArray(roots: 2)
  /// All nodes except the roots, by level.
  private(set) var nodes: [Node] = []

  /// Adds the keys; to be called once.
  /// - Parameters:
  ///   - initial: distinct keys that begin at node 0.
  ///   - suffix: distinct keys that begin at node 1.
  mutating func insert(
    _ initial: [(key: ArraySlice<UInt8>, id: Int32)], _ suffix: [(key: ArraySlice<UInt8>, id: Int32)]
  ) {
    let initial = Self.sorted(initial)
    let suffix = Self.sorted(suffix)
    let keys = initial + suffix
    // A node corresponds to the run of sorted keys that begin with its bytes.
    var queue: [(place: Int, keys: Range<Int>, depth: Int)] = [
      (0, 0..<initial.count, 0),
      (1, initial.count..<keys.count, 0),
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
    // The first eight bytes, as one number, decide most comparisons.
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
}
