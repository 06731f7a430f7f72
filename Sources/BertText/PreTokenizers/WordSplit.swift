/// Splits into runs of word characters and runs of characters that are neither those nor white space: `\w+|[^\w\s]+`.
struct WordSplit: PreTokenizer {
  private enum Kind { case word, space, other }

  private static func kind(_ scalar: UInt32) -> Kind {
    ReferenceUnicode.isWord(scalar) ? .word : ReferenceUnicode.isWhitespace(scalar) ? .space : .other
  }

  func split(_ text: inout PieceText) {
    text.split { bytes, piece, emit in
      var start = piece.lowerBound
      var run = Kind.space
      var index = start
      while index < piece.upperBound {
        let (scalar, length) = UTF8Scan.scalar(bytes, at: index)
        let kind = Self.kind(scalar)
        if kind != run {
          if run != .space { emit(start..<index) }
          start = index
          run = kind
        }
        index += length
      }
      if run != .space { emit(start..<piece.upperBound) }
    }
  }
}
