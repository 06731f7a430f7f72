/// One row of a data file: what a classifier is trained on or asked about.
public struct Example: Sendable {
  /// The text; never empty.
  public var text: String
  /// The second text of a pair.
  public var pair: String?
  /// The index of the label in the label set, where labels were read.
  public var label: Int?
  /// 1-based physical line on which the row starts.
  public var line: Int
  /// The values of the columns that `ReadingOptions.carriedColumns` names, in their order.
  public var carried: [CarriedValue]

  /// Puts the parts together.
  public init(
    text: String, pair: String? = nil, label: Int? = nil, line: Int, carried: [CarriedValue] = []
  ) {
    self.text = text
    self.pair = pair
    self.label = label
    self.line = line
    self.carried = carried
  }
}
