public import BertData

/// A text, its words with their tags, and its entities.
public struct TaggedText: Sendable, Equatable {
  /// The text; for a row of words, the words joined by spaces.
  public var text: String
  /// The range of each word in Unicode scalars.
  public var words: [Range<Int>]
  /// Each word's tag.
  public var tags: [TokenTag]
  /// The probability of each word's tag; not finite where a logit is not.
  public var scores: [Double]
  /// The entities, in their order, without overlap.
  public var entities: [TextEntity]

  /// Whether every score is finite. A text where one is not must not be used.
  public var isFinite: Bool { scores.allSatisfy(\.isFinite) }

  /// A text with its tagged words; consecutive words of one entity are joined.
  init(_ text: String, words: [Range<Int>], tags: [TokenTag], scores: [Double]) {
    self.text = text
    self.words = words
    self.tags = tags
    self.scores = scores
    let scalars = Array(text.unicodeScalars)
    entities = EntityDecoding.entities(tags).map { entity in
      let range = words[entity.range.lowerBound].lowerBound..<words[entity.range.upperBound - 1].upperBound
      var covered = ""
      covered.unicodeScalars.append(contentsOf: scalars[range])
      return TextEntity(
        label: entity.label, range: range, text: covered,
        score: scores[entity.range].reduce(0, +) / Double(entity.range.count))
    }
  }
}
