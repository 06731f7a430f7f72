/// Names that say what a column is for, in lower case.
struct ColumnNames {
  /// The role's own word, which wins over any other.
  let word: [UInt8]
  /// Words that mean the same.
  let synonyms: Set<[UInt8]>
  /// Plurals, and words that usually mean the same; a note says which column was chosen.
  let likely: Set<[UInt8]>

  static let text = ColumnNames(
    "text", ["review", "sentence", "message", "content", "comment", "body"],
    likely: [
      "texts", "reviews", "sentences", "messages", "contents", "comments", "tweet", "tweets", "post", "posts",
      "headline", "headlines", "document", "utterance", "question", "description", "email", "sms", "phrase",
      "statement",
    ])
  static let label = ColumnNames(
    "label", ["sentiment", "category", "class", "target", "spam"],
    likely: [
      "labels", "sentiments", "categories", "classes", "targets", "emotion", "emotions", "intent", "intents", "topic",
      "topics", "rating", "ratings", "stars", "polarity", "liked", "recommended", "tag",
    ])

  /// Whether this can be a column's name, and not the first text of a file without a header.
  static func isShort(_ name: [UInt8]) -> Bool {
    name.count <= 40 && name.split(whereSeparator: Byte.isWhitespace).count <= 3
  }

  private init(_ word: String, _ synonyms: [String], likely: [String]) {
    self.word = Array(word.utf8)
    self.synonyms = Set(synonyms.map { Array($0.utf8) })
    self.likely = Set(likely.map { Array($0.utf8) })
  }

  /// Whether a name is made of several words, `airline_sentiment` or `OriginalTweet`, of which the last is one of
  /// these.
  func endsLikely(_ name: [UInt8]) -> Bool {
    var words: [[UInt8]] = [[]]
    var wasLower = false
    for byte in name {
      let isLetter = Byte.isLetter(byte)
      let isUpper = isLetter && byte & 0x20 == 0
      if !isLetter || (isUpper && wasLower) { words.append([]) }
      if isLetter { words[words.count - 1].append(Byte.lower(byte)) }
      wasLower = isLetter && !isUpper
    }
    words.removeAll(where: \.isEmpty)
    guard (2...3).contains(words.count), Self.isShort(name), let last = words.last else { return false }
    return last == word || synonyms.contains(last) || likely.contains(last)
  }
}
