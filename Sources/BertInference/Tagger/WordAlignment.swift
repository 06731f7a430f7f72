import BertText

/// Which word of a text each token belongs to.
package struct WordAlignment: Sendable, Equatable {
  /// The word of each token, as `word_ids` in transformers; nil for a special token and for a token outside all words.
  package let wordOfToken: [Int?]
  /// The first token of each word; nil for a word without tokens.
  package let firstTokens: [Int?]

  /// Aligns tokens with words whose ranges are known.
  ///
  /// - Parameters:
  ///   - words: The ranges of the words in Unicode scalars, in their order and without overlap.
  ///   - offsets: The range of each token in Unicode scalars. A token belongs to the word that contains its first
  ///     scalar other than white space; a token of white space alone belongs to the word that begins right after it, if
  ///     any.
  ///   - isSpecial: Whether a token is not part of the text.
  ///   - text: The text's scalars.
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

  /// The training target of each token: its word's class for the first token of each word, nil for others, as in
  /// `run_ner.py` of transformers.
  ///
  /// - Parameter classes: The class of each word.
  package func targets(_ classes: [Int]) -> [Int?] {
    wordOfToken.enumerated().map { token, word in
      word.flatMap { firstTokens[$0] == token ? classes[$0] : nil }
    }
  }
}

extension WordAlignment {
  /// The words of a text, derived from its tokens.
  ///
  /// Where the tokenizer marks tokens that continue a word, as `##ing`, a word is a token and the marked ones after it.
  /// Otherwise a word begins after white space, so that punctuation belongs to the word that it touches. The pipeline
  /// of transformers groups tokens the same way, except that it takes only the space as white space.
  ///
  /// - Parameters:
  ///   - tokens: The tokens without special tokens.
  ///   - offsets: The range of each token in Unicode scalars.
  ///   - continuationPrefix: The mark of tokens that continue a word; nil for tokenizers without one.
  ///   - text: The text's scalars.
  /// - Returns: The range of each word in Unicode scalars, without white space around it.
  package static func words(
    tokens: [String], offsets: [Range<Int>], continuationPrefix: String?, in text: [Unicode.Scalar]
  ) -> [Range<Int>] {
    var words: [Range<Int>] = []
    for (token, offset) in zip(tokens, offsets) {
      let range = trimmed(offset, text)
      if range.isEmpty { continue }
      let isContinuation: Bool
      if let last = words.last, range.lowerBound < last.upperBound {
        isContinuation = true
      } else if let prefix = continuationPrefix {
        isContinuation = token.count > prefix.count && token.hasPrefix(prefix)
      } else {
        isContinuation = range.lowerBound > 0 && !text[range.lowerBound - 1].properties.isWhitespace
      }
      if isContinuation, let last = words.popLast() {
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
