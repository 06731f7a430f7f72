import BertData

/// What models that did not learn from a row make of it, for all rows that were held in cross-validation.
struct OutOfFold {
  /// The rows.
  var rows: [Example] = []
  /// [rows × C]
  var logits: [Double] = []
  /// The same of TF-IDF with a linear model; empty where it cannot learn the task.
  var baselineLogits: [Double] = []
  /// Parts that the rows were divided into.
  let folds: Int

  /// What they are held against.
  var truth: [Target] { rows.compactMap(\.target) }
}
