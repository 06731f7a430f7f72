import BertData

/// LP-FT (Kumar et al., arXiv 2202.10054): the head is first trained on the frozen encoder's features, so that a random
/// head does not distort them in the first steps.
extension FineTuning {
  /// Trains the head as the method `features` does, on the features that this model's own classifier reads.
  ///
  /// - Returns: The probe's figure, as a phrase for people; nil without that option, and without validation rows.
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
