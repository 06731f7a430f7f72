/// Splits at the matches of a pattern.
struct PatternSplit: PreTokenizer {
  let pattern: TextPattern
  let behavior: SplitBehavior
  /// Whether the parts between the matches are the delimiters, instead of the matches.
  let isInverted: Bool

  func split(_ text: inout PieceText) {
    var parts: [SplitBehavior.Part] = []
    var fault: EncodingFault?
    text.split { bytes, piece, emit in
      parts.removeAll(keepingCapacity: true)
      var covered = piece.lowerBound
      let found = pattern.forEachMatch(in: bytes, piece) { match in
        if covered < match.lowerBound { parts.append((covered..<match.lowerBound, isInverted)) }
        parts.append((match, !isInverted))
        covered = match.upperBound
      }
      fault = fault ?? found
      if covered < piece.upperBound { parts.append((covered..<piece.upperBound, isInverted)) }
      behavior.pieces(of: parts, emit)
    }
    text.fault = text.fault ?? fault
  }
}
