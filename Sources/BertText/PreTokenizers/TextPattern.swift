/// What a file may look for in a text: a string, or a regular expression.
enum TextPattern: Sendable {
  case literal([UInt8])
  case expression(RegularExpression)

  /// Whether a match is possible; `true` where unsure.
  func mayMatch(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard case .literal(let literal) = self else { return !text.isEmpty }
    guard let first = literal.first else { return false }
    return text.contains(first)
  }

  /// Calls `body` with the bytes of each match in a range of a text, in order; they do not overlap. The range is all
  /// that the pattern sees.
  func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    switch self {
    case .expression(let expression):
      expression.forEachMatch(in: UnsafeBufferPointer(rebasing: text[range])) { match in
        body((range.lowerBound + match.lowerBound)..<(range.lowerBound + match.upperBound))
      }
    case .literal(let literal):
      guard let first = literal.first else { return }
      var index = range.lowerBound
      while index + literal.count <= range.upperBound {
        if text[index] == first, text[index..<(index + literal.count)].elementsEqual(literal) {
          body(index..<(index + literal.count))
          index += literal.count
        } else {
          index += 1
        }
      }
    }
  }
}
