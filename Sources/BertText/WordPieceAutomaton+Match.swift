extension WordPieceAutomaton {
  /// Appends the ids of a word's pieces.
  ///
  /// - Complexity: O(bytes); each byte is read once, and each failure gives out at least one piece.
  /// - Returns: false where greedy matching finds no piece at some place; what was appended until then is to be undone.
  @inline(__always)
  func match(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) -> Bool {
    let units = units.pointer
    let failures = failures.pointer
    let pops = pops.pointer
    var node = Int32(Self.initialRoot)
    for byte in word {
      while true {
        let next = units[Int(node)].base ^ Int32(byte)
        if units[Int(next)].check == node {
          node = next
          break
        }
        let failure = failures[Int(node)]
        guard failure.node >= 0 else { return false }
        for index in failure.firstPop..<(failure.firstPop + failure.popCount) { ids.append(pops[Int(index)]) }
        node = failure.node
      }
    }
    while node != Int32(Self.suffixRoot) {
      let failure = failures[Int(node)]
      guard failure.node >= 0 else { return false }
      for index in failure.firstPop..<(failure.firstPop + failure.popCount) { ids.append(pops[Int(index)]) }
      node = failure.node
    }
    return true
  }
}
