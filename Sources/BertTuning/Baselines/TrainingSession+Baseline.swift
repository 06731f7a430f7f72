import BertBaselines
import BertData
import BertStorage

extension TrainingSession {
  /// Fits the simple model that an encoder is measured against; nil where there are no rows to judge on, or where it was
  /// interrupted: the encoder's run then stops at its own first look, and leaves what it needs to go on.
  func baseline(isCancelled: () -> Bool) throws(TuningError) -> BaselineReport? {
    do {
      return try fitBaseline(isCancelled: isCancelled)
    } catch {
      guard case .interrupted = error else { throw error }
      return nil
    }
  }

  private func fitBaseline(isCancelled: () -> Bool) throws(TuningError) -> BaselineReport? {
    let data = job.data
    guard data.problem == .singleLabel, !data.validation.isEmpty || !data.test.isEmpty else { return nil }
    let started = ContinuousClock.now
    var settings = BaselineOptions(.tfidf)
    settings.seed = options.seed
    settings.classWeights = classWeights
    // Where there are many rows a term of one row alone tells nothing and fills the memory.
    if data.training.count > 20_000 { settings.terms?.minimumRows = 2 }
    let trainer = BaselineTrainer(options: settings, labels: labels)
    let classifier = try BaselineSession.translating { () throws(BaselineError) in
      try trainer.fit(data.training, isCancelled: isCancelled).classifier
    }
    return BaselineReport(
      validation: try Evaluation.metrics(of: classifier, on: data.validation, isCancelled: isCancelled),
      test: try Evaluation.metrics(of: classifier, on: data.test, isCancelled: isCancelled),
      seconds: started.duration(to: .now).inSeconds)
  }
}
