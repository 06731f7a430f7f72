/// What happens to the delimiters when a text is split (`SplitDelimiterBehavior` of the `tokenizers` crate).
enum SplitBehavior: String, Sendable {
  /// They are dropped.
  case removed = "Removed"
  /// Each is a piece of its own.
  case isolated = "Isolated"
  /// Each belongs to the piece before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// Each belongs to the piece after it.
  case mergedWithNext = "MergedWithNext"
  /// Adjacent delimiters form one piece.
  case contiguous = "Contiguous"

  /// A part of a text, delimiter or not.
  typealias Part = (range: Range<Int>, isDelimiter: Bool)

  /// Calls `emit` with each piece, in order.
  /// - Parameter parts: the whole text, in order.
  func pieces(of parts: [Part], _ emit: (Range<Int>) -> Void) {
    switch self {
    case .removed:
      for part in parts where !part.isDelimiter { emit(part.range) }
    case .isolated:
      for part in parts { emit(part.range) }
    case .contiguous:
      merge(parts, emit) { last, next in last.isDelimiter == next.isDelimiter }
    case .mergedWithPrevious:
      merge(parts, emit) { last, next in next.isDelimiter && !last.isDelimiter }
    case .mergedWithNext:
      // Backwards, each delimiter joins the part after it, which may be joined once.
      var pieces: [Range<Int>] = []
      var wasDelimiter = false
      for part in parts.reversed() {
        if part.isDelimiter, !wasDelimiter, let last = pieces.last {
          pieces[pieces.count - 1] = part.range.lowerBound..<last.upperBound
        } else {
          pieces.append(part.range)
        }
        wasDelimiter = part.isDelimiter
      }
      for piece in pieces.reversed() { emit(piece) }
    }
  }

  private func merge(_ parts: [Part], _ emit: (Range<Int>) -> Void, _ joins: (_ last: Part, _ next: Part) -> Bool) {
    guard var last = parts.first else { return }
    var start = last.range.lowerBound
    for part in parts.dropFirst() {
      if !joins(last, part) {
        emit(start..<last.range.upperBound)
        start = part.range.lowerBound
      }
      last = part
    }
    emit(start..<last.range.upperBound)
  }
}
