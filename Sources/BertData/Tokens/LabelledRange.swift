/// An entity: a label, and the tokens or the Unicode scalars that it covers.
public struct LabelledRange: Sendable, Hashable, Comparable {
  /// The label, such as `PER`.
  public var label: String
  /// The tokens, or the Unicode scalars of a text, counted from 0.
  public var range: Range<Int>

  /// An entity with its label.
  ///
  /// - Parameters:
  ///   - label: the label.
  ///   - range: the tokens or Unicode scalars.
  public init(_ label: String, _ range: Range<Int>) {
    self.label = label
    self.range = range
  }

  /// Orders entities by start, end and label.
  public static func < (left: LabelledRange, right: LabelledRange) -> Bool {
    (left.range.lowerBound, left.range.upperBound, left.label)
      < (right.range.lowerBound, right.range.upperBound, right.label)
  }
}
