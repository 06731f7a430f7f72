/// A pattern that a tokenizer's file searches in texts: a string or a regular expression.
enum TextPattern: Sendable {
  case literal([UInt8])
  /// A run of one ASCII character, of at least `atLeast`: ` {2,}`, by far the most frequent expression.
  case run(of: UInt8, atLeast: Int)
  /// `\s{2,}|[\n\r\t]`, which DeBERTa and BARThez replace by one space.
  case spaces
  case expression(RegularExpression)

  /// A regular expression.
  /// - Returns: `nil` where the pattern is not valid or is refused.
  init?(expression source: [UInt8]) {
    if let character = source.first, character == 0x20 || character == UInt8(ascii: "-") {
      let count = source.dropFirst()
      if count.elementsEqual("+".utf8) {
        self = .run(of: character, atLeast: 1)
        return
      }
      if count.count == 4, count.starts(with: "{".utf8), count.suffix(2).elementsEqual(",}".utf8),
        let digit = count.dropFirst().first, (0x31...0x39).contains(digit)
      {
        self = .run(of: character, atLeast: Int(digit) - 0x30)
        return
      }
    }
    if source.elementsEqual(#"\s{2,}|[\n\r\t]"#.utf8) {
      self = .spaces
      return
    }
    guard let expression = RegularExpression(source) else { return nil }
    self = .expression(expression)
  }

  /// Whether a match is possible; `true` where unsure.
  func mayMatch(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .literal(let literal): return literal.first.map(text.contains) ?? false
    case .expression: return !text.isEmpty
    case .spaces:
      // All white spaces beyond ASCII begin with one of four bytes.
      var wasSpace = false
      for byte in text {
        if byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xE1
        {
          return true
        }
        let isSpace = byte == 0x20 || byte == 0x0B || byte == 0x0C
        if isSpace, wasSpace { return true }
        wasSpace = isSpace
      }
      return false
    case .run(let character, let minimum):
      var length = 0
      for byte in text {
        length = byte == character ? length + 1 : 0
        if length == minimum { return true }
      }
      return false
    }
  }

  /// Whether a match is possible; `true` where unsure.
  func mayMatch(in units: [AlignedText.Unit]) -> Bool {
    switch self {
    case .literal(let literal):
      guard let first = literal.first else { return false }
      return first >= 0x80 || units.contains { $0.scalar == UInt32(first) }
    case .expression, .spaces: return !units.isEmpty
    case .run(let character, let minimum):
      var length = 0
      for unit in units {
        length = unit.scalar == UInt32(character) ? length + 1 : 0
        if length == minimum { return true }
      }
      return false
    }
  }

  /// Calls `body` with the bytes of each match in a range of a text, in order; matches do not overlap. The pattern sees
  /// nothing outside of the range.
  ///
  /// - Returns: why the search was abandoned; nil where all matches were found.
  func forEachMatch(
    in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) -> EncodingFault? {
    switch self {
    case .expression(let expression):
      let isDone = expression.forEachMatch(in: UnsafeBufferPointer(rebasing: text[range])) { match in
        body((range.lowerBound + match.lowerBound)..<(range.lowerBound + match.upperBound))
      }
      if !isDone { return .searchGivenUp(expression: expression.source) }
    case .spaces:
      var start = range.lowerBound
      while start < range.upperBound {
        let (first, length) = UTF8Scan.scalar(text, at: start)
        guard ReferenceUnicode.isWhitespace(first) else {
          start += length
          continue
        }
        var end = start + length
        while end < range.upperBound {
          let (scalar, length) = UTF8Scan.scalar(text, at: end)
          guard ReferenceUnicode.isWhitespace(scalar) else { break }
          end += length
        }
        if end > start + length || first == 0x09 || first == 0x0A || first == 0x0D { body(start..<end) }
        start = end
      }
    case .run(let character, let minimum):
      var start = range.lowerBound
      while start < range.upperBound {
        var end = start
        while end < range.upperBound, text[end] == character { end += 1 }
        if end - start >= minimum { body(start..<end) }
        start = max(end, start + 1)
      }
    case .literal(let literal):
      guard let first = literal.first else { break }
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
    return nil
  }
}
