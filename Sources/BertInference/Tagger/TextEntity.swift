/// An entity that was found in a text.
public struct TextEntity: Sendable, Equatable {
  /// The label, such as `PER`.
  public var label: String
  /// The range in the text in Unicode scalars, from 0.
  public var range: Range<Int>
  /// The text in the range.
  public var text: String
  /// The mean of its words' probabilities; a word's probability is that of the class chosen at its first token.
  public var score: Double
}
