import BertData

/// The out-of-fold predictions of cross-validation: those of models that did not learn from the row.
struct OutOfFold {
  /// The rows.
  var rows: [Example] = []
  /// [rows × C]
  var logits: [Double] = []
  /// Those of TF-IDF with a linear model, [rows × C]; empty where it cannot learn the task.
  var baselineLogits: [Double] = []
  /// The number of parts.
  let folds: Int

  /// The true answers of the rows.
  var truth: [Target] { rows.compactMap(\.target) }
}
