import BertData

/// The words of a row: given words, or those of a text, separated by white space and punctuation.
struct RowWords {
  private(set) var words: [String] = []
  /// The range of each word in the text, in Unicode scalars; nil for given words.
  private(set) var places: [Range<Int>]?

  init(_ row: TokenRow) {
    switch row.content {
    case .words(let words, _): self.words = words
    case .text(let text, _): split(text)
    }
  }

  /// A word is a run of letters, digits and marks. Any other scalar that is not white space is a word of its own.
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

  /// The entities of a row as ranges of words. A span that begins or ends inside a word is extended to whole words.
  func entities(of row: TokenRow) -> [LabelledRange] {
    guard let places else { return row.entities ?? [] }
    return SpanWords(row.entities ?? [], in: places).entities
  }

  /// Converts ranges of words to the unit of the row's entities: words, or Unicode scalars.
  func counted(_ entities: [LabelledRange]) -> [LabelledRange] {
    guard let places else { return entities }
    return entities.map { entity in
      LabelledRange(
        entity.label, places[entity.range.lowerBound].lowerBound..<places[entity.range.upperBound - 1].upperBound)
    }
  }
}
