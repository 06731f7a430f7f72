/// The label of a row as it was read, before the labels of all rows are known.
enum RowLabel {
  /// Labels are not read.
  case none
  /// The one label, by the index that the `LabelIndex` gave.
  case index(Int)
  /// The number.
  case number(Double)
  /// Whether each label holds, where each has its own column.
  case flags([Bool])
  /// An empty field where a text may have several labels: none of them.
  case empty
  /// The labels of a list.
  case names([String])
  /// The labels of one field, with a separator that is known once the whole column is read.
  case joined(String)
}
