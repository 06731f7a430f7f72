import BertData

/// The division of a run's rows into parts, each of which is judged by a model that learnt from the others.
struct CrossValidation {
  /// Rows that are held, and those learnt from, of each part.
  let folds: [(training: [Example], held: [Example])]

  /// Divides the training rows; nil where nothing is to be cross-validated, and where there are too few rows for two
  /// parts to learn from.
  init?(_ data: TrainingData, seed: UInt64) {
    guard let count = data.folds else { return nil }
    let parts = StratifiedSplit.folds(targets: data.training.compactMap(\.target), count: count, seed: seed)
    guard parts.count >= 2 else { return nil }
    folds = parts.map { part in
      let held = Set(part)
      return (
        data.training.indices.filter { !held.contains($0) }.map { data.training[$0] }, part.map { data.training[$0] }
      )
    }
  }
}
