import BertData

/// The words of a row: those given, or those of a text, which white space and punctuation part.
struct RowWords {
  private(set) var words: [String] = []
  /// Where each word of a text stands in it, in Unicode scalars; nil for words that are given.
  private(set) var places: [Range<Int>]?

  init(_ row: TokenRow) {
    switch row.content {
    case .words(let words, _): self.words = words
    case .text(let text, _): split(text)
    }
  }

  /// A word is letters, digits and marks in a row; any other scalar that is no white space is a word of its own.
  private mutating func split(_ text: String) {
    var places: [Range<Int>] = []
    var word = String.UnicodeScalarView()
    var start = 0
    func endWord(before end: Int) {
      guard !word.isEmpty else { return }
      words.append(String(word))
      places.append(start..<end)
      word = String.UnicodeScalarView()
    }
    for (place, scalar) in text.unicodeScalars.enumerated() {
      let isLetter = Self.isLetter(scalar)
      if !isLetter { endWord(before: place) }
      if scalar.properties.isWhitespace { continue }
      if word.isEmpty { start = place }
      word.append(scalar)
      if !isLetter { endWord(before: place + 1) }
    }
    endWord(before: text.unicodeScalars.count)
    self.places = places
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  /// The entities of a row as ranges of words; a span that begins or ends inside a word is the whole words.
  func entities(of row: TokenRow) -> [LabelledRange] {
    guard let places else { return row.entities ?? [] }
    return SpanWords(row.entities ?? [], in: places).entities
  }

  /// Ranges of words as the row counts its entities: of words, or of Unicode scalars.
  func counted(_ entities: [LabelledRange]) -> [LabelledRange] {
    guard let places else { return entities }
    return entities.map { entity in
      LabelledRange(
        entity.label, places[entity.range.lowerBound].lowerBound..<places[entity.range.upperBound - 1].upperBound)
    }
  }
}
