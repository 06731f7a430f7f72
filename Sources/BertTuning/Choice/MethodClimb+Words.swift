import BertData

extension MethodClimb {
  /// The outcome of a trial, as a phrase for people.
  func words(
    _ method: TrainingMethod, _ lead: MethodLead, isBetter: Bool, against best: TrainingMethod
  ) -> String {
    let size = "\(Figures.fixed(abs(lead.mean), 3)) ± \(Figures.fixed(lead.standardError, 3))"
    guard lead.mean > 0 else {
      return lead.mean == 0
        ? "as good as \(best.rawValue), which is cheaper and stays"
        : "behind \(best.rawValue) by \(size); \(best.rawValue) stays"
    }
    guard isBetter else {
      return "ahead of \(best.rawValue) by \(size), not more than one standard error, as it must be below "
        + "\(MethodRule.unstableBelow) texts per label; \(best.rawValue) stays"
    }
    return "ahead of \(best.rawValue) by \(size), and replaces it"
  }

  /// The choice after all trials.
  func selection(_ progress: Progress) -> MethodSelection {
    let words = takesWords && progress.taken == nil ? lead(ofWords: progress) : nil
    let isOfWords = words.map(rule.doesWithoutEncoder) ?? false
    let best = isOfWords ? .tfidf : progress.best, evidence = progress.evidence[best] ?? MethodEvidence()
    let others = progress.trials.filter { $0.method != best && $0.accuracy != nil }
      .map { "\($0.method.rawValue) \(Figures.fixed($0.accuracy ?? 0, 3))" }
    let found =
      "accuracy \(Figures.fixed(evidence.accuracy, 3)) ± \(Figures.fixed(evidence.standardError, 3)) on "
      + "\(Figures.count(evidence.rows, "row")) that it did not learn from"
      + (others.isEmpty ? "" : "; \(others.joined(separator: ", "))")
    return MethodSelection(
      choice: MethodChoice(method: best, reason: progress.taken ?? found), trials: progress.trials,
      rows: sizes.reduce(0, +), timeLimit: timeLimit, seconds: progress.spent(),
      expectedSeconds: progress.trials.reduce(0) { $0 + $1.expectedSeconds },
      recommendation: progress.taken == nil && !isOfWords ? recommendation(progress) : nil)
  }

  /// How far TF-IDF is ahead of the best method with an encoder; nil where it was not tried.
  private func lead(ofWords progress: Progress) -> MethodLead? {
    guard let words = progress.evidence[.tfidf], let best = progress.evidence[progress.best] else { return nil }
    return words.lead(over: best)
  }

  /// The advice to consider TF-IDF; nil unless it is ahead by more than one standard error.
  private func recommendation(_ progress: Progress) -> String? {
    guard let lead = lead(ofWords: progress), lead.isBeyondOneError else { return nil }
    return "TF-IDF and a linear model, without an encoder, are ahead of \(progress.best.rawValue) by "
      + "\(Figures.fixed(lead.mean, 3)) ± \(Figures.fixed(lead.standardError, 3)) on "
      + "\(Figures.count(lead.rows, "held row")): consider the method tfidf"
  }
}
