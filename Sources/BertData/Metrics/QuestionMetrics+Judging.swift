extension QuestionMetrics {
  /// Judges the scores of each question on the rows that have an answer to it.
  ///
  /// - Parameters:
  ///   - questions: the questions with their labels.
  ///   - rules: how the outputs for each question become an answer.
  ///   - answers: the targets of each row, one for each question.
  ///   - scores: gives the scores of a row for a question, `[C]`.
  package init(
    _ questions: [QuestionLabels], rules: [OutputRule], answers: [[Target?]],
    scores: (_ row: Int, _ question: Int) -> [Double]
  ) {
    self.init(
      rows: answers.count,
      questions: questions.indices.compactMap { question in
        let (rows, truth) = [QuestionLabels].answered(question, answers)
        guard !rows.isEmpty else { return nil }
        return Figures(
          question: questions[question].name,
          metrics: TaskMetrics(
            labels: questions[question].labels.names, truth: truth, scores: rows.flatMap { scores($0, question) },
            rule: rules[question]))
      })
  }
}
