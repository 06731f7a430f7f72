import BertBaselines
import BertData
import BertKernels
import BertStorage

extension TrainingSession {
  /// Fits the simple model that an encoder is measured against; nil where there are no rows to judge on, and where the
  /// run is cancelled meanwhile: the encoder's training then stops at its own first check and leaves a state to resume
  /// from.
  func baseline(isCancelled: () -> Bool) throws(TuningError) -> BaselineReport? {
    let outer = StageClock.enter(.baseline)
    defer { StageClock.leave(to: outer) }
    do {
      return try fitBaseline(isCancelled: isCancelled)
    } catch {
      guard case .interrupted = error else { throw error }
      return nil
    }
  }

  private func fitBaseline(isCancelled: () -> Bool) throws(TuningError) -> BaselineReport? {
    let data = job.data
    guard !judged.isEmpty || !data.test.isEmpty else { return nil }
    let started = ContinuousClock.now
    guard let classifier = try baselineClassifier(data, isCancelled: isCancelled) else { return nil }
    var options = TrainingOptions()
    // Calibration was asked for the encoder's scores.
    options.calibrates = false
    let figures = try SimpleFigures(
      classifier, data, outOfFold.map { ($0.rows, $0.baselineLogits) }, options, isCancelled: isCancelled)
    return BaselineReport(
      validation: figures.validation, test: figures.test, seconds: started.duration(to: .now).inSeconds)
  }

  /// TF-IDF with a linear model, fitted to the training rows of the run or of a part; nil for several questions.
  func baselineClassifier(
    _ data: TrainingData, isCancelled: () -> Bool
  ) throws(TuningError) -> (any Classifier)? {
    guard let problem = data.problem else { return nil }
    var settings = BaselineOptions(.tfidf)
    settings.problem = problem
    settings.seed = options.seed
    settings.classWeights = try options.classWeights.weights(of: data)
    // In large data, terms that occur in a single row help little and take most of the memory.
    if data.training.count > 20_000 { settings.terms?.minimumRows = 2 }
    let trainer = BaselineTrainer(options: settings, labels: labels)
    return try BaselineSession.translating { () throws(BaselineError) in
      try trainer.fit(data.training, isCancelled: isCancelled).classifier
    }
  }
}
