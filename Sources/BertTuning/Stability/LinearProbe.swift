import BertData

/// LP-FT (Kumar et al., arXiv 2202.10054): the head is learnt on the features of the encoder as it is, so that the first steps
/// need not spoil these for the sake of a random head.
extension FineTuning {
  /// Learns the head as the method `features` does, on what this model's own classifier sees.
  ///
  /// - Returns: What came of it, as a phrase for people; nil where it was not asked for, and without rows that judge.
  /// - Throws: `interrupted`.
  func probe(
    _ session: TrainingSession, _ isCancelled: () -> Bool, _ onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> String? {
    guard options.stability?.linearProbe == true else { return nil }
    let result = try FrozenFeatures(problem: session.job.data.problem).fit(
      session, descriptions: nil, isCancelled: isCancelled, onEvent: onEvent)
    guard let first = result.validation?.headline.first, let value = first.value else { return nil }
    return "before all weights moved, the linear probe had \(first.metric.title) \(Figures.fixed(value, 4))"
  }
}
