/// An entity that was found in a text.
public struct TextEntity: Sendable, Equatable {
  /// The label, such as `PER`.
  public var label: String
  /// Unicode scalars of the text, counted from 0.
  public var range: Range<Int>
  /// What stands there.
  public var text: String
  /// The mean of its words' probabilities, each that of the class chosen at the word's first token.
  public var score: Double
}
