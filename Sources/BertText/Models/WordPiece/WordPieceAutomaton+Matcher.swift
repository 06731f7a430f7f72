extension WordPieceAutomaton {
  /// The automaton's tables as plain pointers, so that matching needs no reference counting. The pointers are valid
  /// while the automaton lives: the holder of a matcher must keep the model too.
  struct Matcher: BitwiseCopyable {
    let units: UnsafePointer<DoubleArray.Unit>
    let failures: UnsafePointer<Failure>
    let pops: UnsafePointer<Int32>
    let initialLengths: UnsafePointer<Int32>
    let suffixLengths: UnsafePointer<Int32>
  }

  var matcher: Matcher {
    Matcher(
      units: units.pointer, failures: failures.pointer, pops: pops.pointer, initialLengths: initialLengths.pointer,
      suffixLengths: suffixLengths.pointer)
  }
}

extension WordPieceAutomaton.Matcher {
  /// Appends the numbers (`Vocabulary.numbered`) of a word's subwords.
  ///
  /// - Complexity: O(bytes); each byte is read once, and each failure link emits at least one subword.
  /// - Returns: false where greedy matching finds no subword at some place; the caller must then remove what was
  ///   appended.
  @inline(__always)
  func match(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) -> Bool {
    var node = Int32(WordPieceAutomaton.initialRoot)
    for byte in word {
      while true {
        let next = units[Int(node)].base ^ Int32(byte)
        if units[Int(next)].check == node {
          node = next
          break
        }
        node = fail(from: node, into: &ids)
        if node < 0 { return false }
      }
    }
    while node != Int32(WordPieceAutomaton.suffixRoot) {
      node = fail(from: node, into: &ids)
      if node < 0 { return false }
    }
    return true
  }

  @inline(__always)
  private func fail(from node: Int32, into ids: inout [Int32]) -> Int32 {
    let failure = failures[Int(node)]
    for index in 0..<Int(failure.popCount) { ids.append(pops[Int(failure.firstPop) + index]) }
    return failure.node
  }
}
