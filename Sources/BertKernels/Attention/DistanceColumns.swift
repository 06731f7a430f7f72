/// The columns of the distances between key and query in a table of disentangled attention. Near distances each have a
/// column of their own, in their order; far distances share columns.
package struct DistanceColumns: Sendable {
  /// The column of each distance key − query from 1 − n to n − 1, for sequences of up to n tokens. `[2n − 1]`
  let indices: [Int32]
  /// W, the columns of a table.
  package let count: Int
  /// The greatest distance, in both directions, up to which consecutive distances have consecutive columns.
  let near: Int

  /// - Parameter indices: The column of each distance from 1 − n to n − 1, in ascending order; `[2n − 1]`.
  package init(_ indices: [Int32]) {
    precondition(indices.count % 2 == 1, "as many distances before a token as after it")
    precondition(indices[0] >= 0 && zip(indices, indices.dropFirst()).allSatisfy { $0 <= $1 }, "columns in order")
    self.indices = indices
    count = Int(indices[indices.count - 1]) + 1
    let center = indices.count / 2, zero = indices[center]
    near =
      (0..<center).first { distance in
        indices[center + distance + 1] != zero + Int32(distance + 1)
          || indices[center - distance - 1] != zero - Int32(distance + 1)
      } ?? center
  }

  /// n, the longest sequence.
  var longest: Int { indices.count / 2 + 1 }

  /// Calls `near` with the keys of a block that have consecutive columns, and the column of the first; and `far` with
  /// each other key and its column. Keys are counted from the first of the block, `key`.
  @inline(__always)
  func visit(
    query: Int, key: Int, count: Int, near body: (_ keys: Range<Int>, _ column: Int) -> Void,
    far: (_ key: Int, _ column: Int) -> Void
  ) {
    let center = indices.count / 2
    let first = max(0, min(count, query - near - key)), end = max(first, min(count, query + near + 1 - key))
    indices.withUnsafeBufferPointer { indices in
      guard let base = indices.baseAddress else { return }
      let columns = base + (center + key - query)
      for j in 0..<first { far(j, Int(columns[j])) }
      if first < end { body(first..<end, Int(columns[first])) }
      for j in end..<count { far(j, Int(columns[j])) }
    }
  }
}
