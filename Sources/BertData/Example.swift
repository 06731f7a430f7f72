/// One row of a data file: what a model is trained on or asked about.
public struct Example: Sendable {
  /// The text; never empty.
  public var text: String
  /// The second text of a pair.
  public var pair: String?
  /// What a model should answer, where labels were read.
  public var target: Target?
  /// What a model should answer to each of several questions, nil where the row has no answer; empty where there is
  /// only one question.
  public var answers: [Target?] = []
  /// The number of the row's source, from 0, where a run has several.
  public var origin = 0
  /// 1-based physical line on which the row starts; several JSON objects may start on one line.
  public var line: Int
  /// 1-based number of the row in its input, the unusable rows counted, where a whole input is read.
  var ordinal = 0
  /// The values of the columns that `ReadingOptions.carriedColumns` names, in their order.
  public var carried: [CarriedValue]

  /// A row with one label or none.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - pair: the second text of a pair.
  ///   - label: the index of the label in the label set.
  ///   - line: the 1-based line on which the row starts.
  ///   - carried: the values of the carried columns.
  public init(
    text: String, pair: String? = nil, label: Int? = nil, line: Int, carried: [CarriedValue] = []
  ) {
    self.init(text: text, pair: pair, target: label.map(Target.label), line: line, carried: carried)
  }

  /// A row with a target of any kind.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - pair: the second text of a pair.
  ///   - target: what a model should answer.
  ///   - line: the 1-based line on which the row starts.
  ///   - carried: the values of the carried columns.
  public init(text: String, pair: String? = nil, target: Target?, line: Int, carried: [CarriedValue] = []) {
    self.text = text
    self.pair = pair
    self.target = target
    self.line = line
    self.carried = carried
  }

  /// The index of the one label in the label set; nil for a row of another kind, and where labels were not read.
  public var label: Int? {
    if case .label(let index) = target { index } else { nil }
  }

  /// Whether each label of the set holds, `[C]`; nil for a row of another kind.
  public var labels: [Bool]? {
    if case .labels(let flags) = target { flags } else { nil }
  }

  /// The number; nil for a row of another kind.
  public var number: Double? {
    if case .number(let value) = target { value } else { nil }
  }
}
