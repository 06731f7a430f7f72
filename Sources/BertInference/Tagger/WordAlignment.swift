import BertText

/// Which word of a text each token belongs to.
package struct WordAlignment: Sendable, Equatable {
  /// The word of each token, as transformers' `word_ids` has it; nil for a special token.
  package let wordOfToken: [Int?]
  /// The first token of each word; nil for a word that has none.
  package let firstTokens: [Int?]

  /// Words whose places are known.
  ///
  /// - Parameters:
  ///   - words: Unicode scalars of the text, in their order and apart from one another.
  ///   - offsets: Unicode scalars of each token; a token belongs to the word in which its first scalar lies that is no
  ///     white space, and one of white space alone to the word right behind it, where there is one.
  ///   - isSpecial: Whether a token is no part of the text.
  package init(words: [Range<Int>], offsets: [Range<Int>], isSpecial: [Bool], in text: [Unicode.Scalar]) {
    var wordOfToken: [Int?] = []
    var firstTokens = [Int?](repeating: nil, count: words.count)
    var next = 0
    for (token, range) in offsets.enumerated() {
      let start = range.first { !text[$0].properties.isWhitespace } ?? range.upperBound
      while next < words.count, words[next].upperBound <= start { next += 1 }
      let word = !isSpecial[token] && next < words.count && words[next].contains(start) ? next : nil
      if let word, firstTokens[word] == nil { firstTokens[word] = token }
      wordOfToken.append(word)
    }
    self.wordOfToken = wordOfToken
    self.firstTokens = firstTokens
  }

  /// What each token is to learn: its word's class at the first token of each word, nil elsewhere, as transformers'
  /// `run_ner.py` labels tokens.
  ///
  /// - Parameter classes: One for each word.
  package func targets(_ classes: [Int]) -> [Int?] {
    wordOfToken.enumerated().map { token, word in
      word.flatMap { firstTokens[$0] == token ? classes[$0] : nil }
    }
  }
}

extension WordAlignment {
  /// The words of a text as its tokens show them.
  ///
  /// Where tokens that go on with a word are marked, as `##ing`, a word is a token with those that follow so; elsewhere a
  /// word begins behind white space, so that punctuation belongs to the word that it touches. That is how transformers'
  /// pipeline groups tokens, save that it knows no white space but the space.
  ///
  /// - Returns: Unicode scalars of each word, without white space around them.
  package static func words(
    tokens: [String], offsets: [Range<Int>], continuationPrefix: String?, in text: [Unicode.Scalar]
  ) -> [Range<Int>] {
    var words: [Range<Int>] = []
    for (token, offset) in zip(tokens, offsets) {
      let range = trimmed(offset, text)
      if range.isEmpty { continue }
      let goesOn: Bool
      if let last = words.last, range.lowerBound < last.upperBound {
        goesOn = true
      } else if let prefix = continuationPrefix {
        goesOn = token.count > prefix.count && token.hasPrefix(prefix)
      } else {
        goesOn = range.lowerBound > 0 && !text[range.lowerBound - 1].properties.isWhitespace
      }
      if goesOn, let last = words.popLast() {
        words.append(last.lowerBound..<max(last.upperBound, range.upperBound))
      } else {
        words.append(range)
      }
    }
    return words
  }

  private static func trimmed(_ range: Range<Int>, _ text: [Unicode.Scalar]) -> Range<Int> {
    var range = range
    while let first = range.first, text[first].properties.isWhitespace { range = range.dropFirst() }
    while let last = range.last, text[last].properties.isWhitespace { range = range.dropLast() }
    return range
  }
}
