/// Words for models with embeddings: what white space parts, or besides in lower case with punctuation set apart.
package struct WordSplitter: Sendable {
  /// Whether the text is put into lower case and each punctuation mark or symbol becomes a word; an apostrophe or a
  /// hyphen between letters stays where it is.
  package let isNormalizing: Bool

  package init(isNormalizing: Bool) { self.isNormalizing = isNormalizing }

  /// The words of a text, in order.
  package func words(_ text: String) -> [ArraySlice<UInt8>] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var ranges: [Range<Int>] = []
    var start = 0
    func endWord() {
      if bytes.count > start { ranges.append(start..<bytes.count) }
      start = bytes.count
    }
    let scalars = text.unicodeScalars
    var wasLetter = false
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if isSpace(scalar) {
        endWord()
        wasLetter = false
      } else if !isNormalizing {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      } else if Self.isLetter(scalar) {
        WordScalars.appendLowercased(scalar, to: &bytes)
        wasLetter = true
      } else if wasLetter, scalar == "'" || scalar == "-" || scalar == "\u{2019}", index < scalars.endIndex,
        Self.isLetter(scalars[index])
      {
        // The typographic apostrophe is the same one.
        bytes.append(scalar == "-" ? 0x2D : 0x27)
      } else {
        endWord()
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        endWord()
        wasLetter = false
      }
    }
    endWord()
    return ranges.map { bytes[$0] }
  }

  /// The words of a row; the second text of a pair follows the first.
  package func words(_ text: String, pair: String?) -> [ArraySlice<UInt8>] {
    words(text) + (pair.map(words) ?? [])
  }

  /// The words as strings.
  package func strings(_ text: String, pair: String? = nil) -> [String] {
    words(text, pair: pair).map { String(decoding: $0, as: UTF8.self) }
  }

  /// fastText parts words at these bytes alone; a normalised text also at Unicode's white space.
  private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0, 0x09...0x0D, 0x20: true
    case ..<0x80: false
    default: isNormalizing && scalar.properties.isWhitespace
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if WordScalars.isPythonWord(scalar) { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return !scalar.isASCII
    default: return false
    }
  }
}
