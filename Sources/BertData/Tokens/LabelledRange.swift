/// An entity: a label, and the tokens or the Unicode scalars that it covers.
public struct LabelledRange: Sendable, Hashable, Comparable {
  /// The label, such as `PER`.
  public var label: String
  /// The tokens, or the Unicode scalars of a text, counted from 0.
  public var range: Range<Int>

  /// Puts the parts together.
  public init(_ label: String, _ range: Range<Int>) {
    self.label = label
    self.range = range
  }

  /// In the order of their places.
  public static func < (left: LabelledRange, right: LabelledRange) -> Bool {
    (left.range.lowerBound, left.range.upperBound, left.label)
      < (right.range.lowerBound, right.range.upperBound, right.label)
  }
}
