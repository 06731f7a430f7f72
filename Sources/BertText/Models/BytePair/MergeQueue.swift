/// The queue of possible merges, a binary heap: the lowest rank first, and of equal ranks the leftmost place.
struct MergeQueue {
  /// The rank in the high 32 bits, the place in the low ones.
  private var heap: [UInt64] = []

  mutating func removeAll() { heap.removeAll(keepingCapacity: true) }

  mutating func insert(rank: Int32, place: Int) {
    heap.append(UInt64(UInt32(bitPattern: rank)) << 32 | UInt64(UInt32(truncatingIfNeeded: place)))
    var index = heap.count - 1
    while index > 0, heap[index] < heap[(index - 1) / 2] {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func next() -> (rank: Int32, place: Int)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      var index = 0
      while true {
        var child = 2 * index + 1
        guard child < heap.count else { break }
        if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
        guard heap[child] < heap[index] else { break }
        heap.swapAt(index, child)
        index = child
      }
    }
    return (Int32(bitPattern: UInt32(first >> 32)), Int(first & 0xFFFF_FFFF))
  }
}
