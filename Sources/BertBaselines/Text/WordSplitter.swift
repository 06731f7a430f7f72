/// Splits texts into words for models with word vectors: at white space only, or also normalized, which lowercases and
/// separates punctuation.
package struct WordSplitter: Sendable {
  /// Whether the text is lowercased and each punctuation mark or symbol becomes a word. An apostrophe or a hyphen
  /// between letters stays within the word.
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
        // The typographic apostrophe becomes the ASCII one.
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

  /// The words of a row; those of the second text of a pair follow those of the first.
  package func words(_ text: String, pair: String?) -> [ArraySlice<UInt8>] {
    words(text) + (pair.map(words) ?? [])
  }

  /// The words as strings.
  package func strings(_ text: String, pair: String? = nil) -> [String] {
    words(text, pair: pair).map { String(decoding: $0, as: UTF8.self) }
  }

  /// fastText splits at these bytes only; a normalized text is also split at Unicode's white space.
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
