/// GPT-2's pre-tokenizer: its regular expression, implemented by hand, and bytes written as visible letters.
struct ByteLevel: PreTokenizer {
  /// Whether a space is inserted before a piece that does not begin with one.
  let addsPrefixSpace: Bool
  /// Whether the regular expression splits the pieces.
  let usesExpression: Bool
  /// Whether bytes are written as letters; not where the model takes the bytes themselves.
  var writesLetters = true

  func split(_ text: inout PieceText) {
    if addsPrefixSpace {
      text.rewrite { bytes, piece, output in
        if bytes[piece.lowerBound] != 0x20 { output.append(0x20, from: piece.lowerBound) }
        output.append(bytes, piece)
      }
    }
    if usesExpression { text.split(Self.splitByExpression) }
    guard writesLetters else { return }
    text.rewrite { bytes, piece, output in
      for index in piece { UTF8Scan.encode(ByteAlphabet.letters[Int(bytes[index])]) { output.append($0, from: index) } }
    }
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  private static func splitByExpression(
    _ text: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ emit: (Range<Int>) -> Void
  ) {
    let classes = ScalarClass.table.pointer
    /// The class of the scalar at an index, and the index of the next scalar.
    @inline(__always)
    func classify(_ index: Int) -> (kind: UInt8, next: Int) {
      let byte = text[index]
      if byte < 0x80 { return (classes[Int(byte)], index + 1) }
      let (scalar, length) = UTF8Scan.scalar(text, at: index)
      return (ScalarClass.of(scalar), index + length)
    }
    let end = piece.upperBound
    var start = piece.lowerBound
    while start < end {
      if text[start] == 0x27, let length = contraction(text, start + 1, end) {
        emit(start..<(start + 1 + length))
        start += 1 + length
        continue
      }
      // A run may begin with one space.
      var (kind, index) = classify(start)
      if text[start] == 0x20, index < end {
        let after = classify(index)
        if after.kind != ScalarClass.space { (kind, index) = after }
      }
      var last = start
      while index < end {
        let (next, after) = classify(index)
        guard next == kind else { break }
        last = index
        index = after
      }
      // The last of several white spaces is left for the next piece.
      if kind == ScalarClass.space, index < end, last > start { index = last }
      emit(start..<index)
      start = index
    }
  }

  /// The number of bytes after the apostrophe of a contraction, or `nil` where there is none.
  /// - Parameter index: the index after the apostrophe.
  private static func contraction(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ end: Int) -> Int? {
    guard index < end else { return nil }
    let second = index + 1 < end ? text[index + 1] : 0
    switch text[index] {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 1
    case UInt8(ascii: "r"), UInt8(ascii: "v"): return second == UInt8(ascii: "e") ? 2 : nil
    case UInt8(ascii: "l"): return second == UInt8(ascii: "l") ? 2 : nil
    default: return nil
    }
  }
}
