import BertData

extension CrossValidation<TokenRow> {
  /// Divides the training rows so that the sentences with entities of each label are shared out; nil where nothing is to be
  /// cross-validated, and where fewer than two rows have entities.
  init?(_ data: TokenTrainingData, seed: UInt64) {
    let labels = data.training.map { row in Set((row.entities ?? []).map(\.label)) }
    guard let count = data.folds, labels.count(where: { !$0.isEmpty }) >= 2 else { return nil }
    let targets = labels.map { own in Target.labels(data.labels.map(own.contains)) }
    self.init(data.training, parts: StratifiedSplit.folds(targets: targets, count: count, seed: seed)) { rows in
      rows.contains { !($0.entities ?? []).isEmpty }
    }
  }

  /// Labels that all entities of are in one part, so that the model that judges them has not learnt them; sorted by their
  /// scalars.
  var unlearntLabels: [String] {
    var unlearnt: Set<String> = []
    for part in parts {
      unlearnt.formUnion(TokenTrainingData.counts(part.held).map(\.label))
    }
    return unlearnt.filter { label in
      parts.contains { part in
        func has(_ rows: [TokenRow]) -> Bool { rows.contains { ($0.entities ?? []).contains { $0.label == label } } }
        return has(part.held) && !has(part.training)
      }
    }.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }
}
