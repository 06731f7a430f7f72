import BertData

extension QuestionAnswering {
  /// The metrics on rows. A question with several labels a text takes the thresholds that are best for these rows.
  ///
  /// - Parameter logits: [rows × C]
  func bestMetrics(_ logits: [Double], _ rows: [Example]) -> QuestionMetrics {
    var best = self
    for place in questions.indices {
      let (answered, truth) = [QuestionLabels].answered(place, rows.map(\.answers))
      let scores = Evaluation.scores(
        self.logits(place, of: logits, rows: answered), labels: questions[place].outputs, rules[place])
      best.rules[place] = ThresholdChoice.rule(rules[place], scores: scores, truth: truth)
    }
    return best.metrics(logits, rows)
  }

  /// Fits how the outputs of each question become scores and an answer on these rows.
  ///
  /// - Parameter logits: [rows × C]
  /// - Returns: what was chosen, in words.
  mutating func fit(_ logits: [Double], _ rows: [Example], _ options: TrainingOptions) -> [String] {
    var notes: [String] = []
    for place in questions.indices {
      let (answered, truth) = [QuestionLabels].answered(place, rows.map(\.answers))
      guard !answered.isEmpty, ScoreFit.isNeeded(rules[place], rows: answered.count, options) else { continue }
      let fit = ScoreFit(
        rules[place], logits: self.logits(place, of: logits, rows: answered), truth: truth,
        labels: questions[place].labels.names, options: options)
      rules[place] = fit.rule
      notes += fit.notes.map { "\(questions[place].name): \($0)" }
    }
    return notes
  }
}
