/// What a row says of its label, before the labels of all rows are known.
enum RowLabel {
  /// Labels are not read.
  case none
  /// The one label, by the index that the `LabelIndex` gave.
  case index(Int)
  /// The number.
  case number(Double)
  /// Whether each of the label columns holds.
  case flags([Bool])
  /// An empty field where a text may have several labels: none of them.
  case empty
  /// The labels of a list.
  case names([String])
  /// The labels of one field, with a separator between that the whole column shows.
  case joined(String)
}
