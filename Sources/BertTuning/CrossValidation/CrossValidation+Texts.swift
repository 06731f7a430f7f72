import BertData

extension CrossValidation<Example> {
  /// Divides the training rows; nil where nothing is to be cross-validated, and where there are too few rows for two
  /// parts to learn from.
  init?(_ data: TrainingData, seed: UInt64) {
    guard let count = data.folds else { return nil }
    guard data.questions.isEmpty else {
      self.init(ofQuestions: data, count: count, seed: seed)
      return
    }
    self.init(
      data.training,
      parts: StratifiedSplit.folds(
        targets: TrainingData.strata(data.training, labels: data.labels.count), count: count, seed: seed)
    ) { TrainingData.teaches($0.compactMap(\.target), labels: data.labels.count) }
  }

  /// Of several questions an answer with a label that no other row has is not judged, as is the only row of a label where
  /// there is one question.
  private init?(ofQuestions data: TrainingData, count: Int, seed: UInt64) {
    let questions = data.questions.indices
    let division = CrossValidation(
      data.training,
      parts: StratifiedSplit.folds(
        answers: data.training.map(\.answers), questions: data.questions, count: count, seed: seed)
    ) { rows in
      questions.allSatisfy { place in TrainingData.isLearnable(rows.compactMap { $0.answers[place] }) }
    }
    guard let division else { return nil }
    self.init(
      division.parts.map { part in
        let known = questions.map { place in Set(part.training.compactMap { $0.label(of: place) }) }
        return Part(
          training: part.training,
          held: part.held.map { row in
            var row = row
            for place in questions {
              if let label = row.label(of: place), !known[place].contains(label) { row.answers[place] = nil }
            }
            return row
          }.filter { row in row.answers.contains { $0 != nil } })
      })
  }
}

extension Example {
  /// The one label that answers a question of several; nil where the answer is none, or of another kind.
  fileprivate func label(of place: Int) -> Int? {
    if case .label(let label)? = answers[place] { label } else { nil }
  }
}
