import BertData

extension CrossValidation<TokenRow> {
  /// Divides the training rows, stratified by the labels of their entities; nil where the run is not cross-validated,
  /// and where fewer than two rows have entities.
  init?(_ data: TokenTrainingData, seed: UInt64) {
    guard let count = data.folds, data.training.count(where: { !($0.entities ?? []).isEmpty }) >= 2 else { return nil }
    let targets = Self.targets(data.training)
    self.init(data.training, parts: StratifiedSplit.folds(targets: targets, count: count, seed: seed)) { rows in
      rows.contains { !($0.entities ?? []).isEmpty }
    }
  }

  /// For each row, which of the rows' labels its entities have; the labels are sorted by their scalars.
  static func targets(_ rows: [TokenRow]) -> [Target] {
    let labels = TokenTrainingData.counts(rows).map(\.label)
    return rows.map { row in
      let own = Set((row.entities ?? []).map(\.label))
      return .labels(labels.map(own.contains))
    }
  }

  /// Labels whose entities are all in one part, so that the model that predicts them has not learnt them; sorted by
  /// their scalars.
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
