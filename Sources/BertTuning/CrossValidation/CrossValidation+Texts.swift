import BertData

extension CrossValidation<Example> {
  /// Divides the training rows; nil where the run is not cross-validated, and where there are too few rows for two
  /// parts.
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

  /// Divides the rows of several questions. Where a label occurs in no training row of a part, the part's answers with
  /// it are not judged.
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
  /// The label that answers one of several questions; nil without an answer, and for an answer of another kind.
  fileprivate func label(of place: Int) -> Int? {
    if case .label(let label)? = answers[place] { label } else { nil }
  }
}
