public import BertData

/// A text, its words with their tags, and the entities that follow.
public struct TaggedText: Sendable, Equatable {
  /// The text; of words given as such, these with a space between them.
  public var text: String
  /// Each word's Unicode scalars.
  public var words: [Range<Int>]
  /// Each word's tag.
  public var tags: [TokenTag]
  /// The probability of each word's tag; not a number where an output of the model is none.
  public var scores: [Double]
  /// The entities, in their order, apart from one another.
  public var entities: [TextEntity]

  /// Whether every score is a number. Only then is this an answer.
  public var isFinite: Bool { scores.allSatisfy(\.isFinite) }

  /// Joins words of one entity.
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
