package import BertReport
package import BertText

/// A text in words, with what the tokens of each add to a prediction.
package enum WordPieces {
  /// A token: where in the text it is, counted in Unicode scalars, and what it adds.
  package struct Token {
    package var range: Range<Int>
    package var score: Double

    package init(range: Range<Int>, score: Double) {
      self.range = range
      self.score = score
    }
  }

  /// Scalars of a text that are looked at; the page shows fewer.
  package static let longestText = 2000

  /// The words and the space between them, in order. A word ends at white space, and each character of a script without
  /// spaces is one; its weight is the sum of its tokens' weights. A word without tokens, such as one that was cut off,
  /// has no weight.
  package static func pieces(of text: String, _ tokens: [Token]) -> [ErrorsSection.Piece] {
    let scalars = Array(text.unicodeScalars.prefix(longestText + 1))
    var words: [Range<Int>] = []
    var start: Int?
    for (place, scalar) in scalars.enumerated() {
      let isSpace = scalar.properties.isWhitespace, isAlone = scalar.properties.isIdeographic
      if isSpace || isAlone, let first = start {
        words.append(first..<place)
        start = nil
      }
      if isAlone { words.append(place..<place + 1) } else if !isSpace, start == nil { start = place }
    }
    if let first = start { words.append(first..<scalars.count) }
    var owner = [Int?](repeating: nil, count: scalars.count)
    for (number, word) in words.enumerated() { for place in word { owner[place] = number } }
    var weights = [Double?](repeating: nil, count: words.count)
    for token in tokens {
      // A token may begin with the space before its word.
      let inside = token.range.clamped(to: 0..<scalars.count)
      guard let word = inside.lazy.compactMap({ owner[$0] }).first else { continue }
      weights[word] = (weights[word] ?? 0) + token.score
    }
    var pieces: [ErrorsSection.Piece] = []
    var end = 0
    func add(_ range: Range<Int>, _ weight: Double?) {
      if !range.isEmpty { pieces.append(.init(String(String.UnicodeScalarView(scalars[range])), weight: weight)) }
    }
    for (word, weight) in zip(words, weights) {
      add(end..<word.lowerBound, nil)
      add(word, weight)
      end = word.upperBound
    }
    add(end..<scalars.count, nil)
    return pieces
  }

  /// The tokens of both texts of a sequence; special ones belong to neither.
  package static func tokens(of encoding: Encoding, scores: ArraySlice<Double>) -> (first: [Token], second: [Token]) {
    var first: [Token] = [], second: [Token] = []
    var isSecond = false
    for (place, score) in scores.enumerated() where place < encoding.offsets.count {
      if encoding.specialTokensMask[place] {
        // The special tokens after the first text end it.
        if !first.isEmpty { isSecond = true }
      } else if isSecond {
        second.append(Token(range: encoding.offsets[place], score: score))
      } else {
        first.append(Token(range: encoding.offsets[place], score: score))
      }
    }
    return (first, second)
  }
}
