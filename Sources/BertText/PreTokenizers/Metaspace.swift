/// Replaces spaces by a visible mark, inserts a mark before the text, and begins a new piece at each mark.
struct Metaspace: PreTokenizer {
  /// Which pieces get a mark in front, if they do not begin with one.
  enum PrependScheme: String, Sendable {
    case always, never
    /// Only the piece at the beginning of the original text.
    case first
  }

  /// The mark, U+2581 unless the file says otherwise.
  let replacement: [UInt8]
  let prependScheme: PrependScheme
  /// Whether each mark begins a new piece.
  let splits: Bool

  func split(_ text: inout PieceText) {
    // Found for each piece before the text is rewritten.
    let isFirst = prependScheme == .first ? text.pieces.map { text.originalStart(of: $0) == 0 } : []
    var place = 0
    text.rewrite { bytes, piece, output in
      let wantsMark = prependScheme == .always || prependScheme == .first && isFirst[place]
      place += 1
      let begins = bytes[piece.lowerBound] == 0x20 || bytes[piece].starts(with: replacement)
      if wantsMark && !begins { output.append(replacement, from: piece.lowerBound) }
      var start = piece.lowerBound
      for index in piece where bytes[index] == 0x20 {
        output.append(bytes, start..<index)
        output.append(replacement, from: index)
        start = index + 1
      }
      output.append(bytes, start..<piece.upperBound)
    }
    guard splits, let first = replacement.first else { return }
    text.split { bytes, piece, emit in
      var start = piece.lowerBound
      var index = start
      while index < piece.upperBound {
        if bytes[index] == first, index > start, index + replacement.count <= piece.upperBound,
          bytes[index..<(index + replacement.count)].elementsEqual(replacement)
        {
          emit(start..<index)
          start = index
          index += replacement.count
        } else {
          index += 1
        }
      }
      emit(start..<piece.upperBound)
    }
  }
}
