/// Splits at single scalars of some kind.
struct ScalarSplit: PreTokenizer {
  /// A kind of scalar.
  enum Kind: Sendable {
    case whitespace, punctuation, digit
    case scalar(UInt32)

    func contains(_ scalar: UInt32) -> Bool {
      switch self {
      case .whitespace: ReferenceUnicode.isWhitespace(scalar)
      case .punctuation: ReferenceUnicode.isPunctuation(scalar)
      case .digit: ReferenceUnicode.isNumeric(scalar)
      case .scalar(let wanted): scalar == wanted
      }
    }
  }

  let kind: Kind
  let behavior: SplitBehavior

  /// BERT's pre-tokenizer: white space is dropped, each punctuation mark is a piece.
  static let bert = PreTokenizerSequence(steps: [
    ScalarSplit(kind: .whitespace, behavior: .removed), ScalarSplit(kind: .punctuation, behavior: .isolated),
  ])

  func split(_ text: inout PieceText) {
    var parts: [SplitBehavior.Part] = []
    text.split { bytes, piece, emit in
      parts.removeAll(keepingCapacity: true)
      var covered = piece.lowerBound
      var index = covered
      while index < piece.upperBound {
        let (scalar, length) = UTF8Scan.scalar(bytes, at: index)
        if kind.contains(scalar) {
          if covered < index { parts.append((covered..<index, false)) }
          parts.append((index..<(index + length), true))
          covered = index + length
        }
        index += length
      }
      if covered < piece.upperBound { parts.append((covered..<piece.upperBound, false)) }
      behavior.pieces(of: parts, emit)
    }
  }
}
