import BertData
import BertInference
import BertStorage
import Foundation

/// Trains an encoder on several questions, and judges it on each with the test rows that answer the question.
struct QuestionRungTrainer {
  let job: ComparisonJob
  let isCancelled: @Sendable () -> Bool
  let onEvent: (ComparisonEvent) -> Void

  /// Trains and judges.
  ///
  /// - Returns: A run for each question, in their order.
  /// - Throws: `interrupted`; what training and predicting throw.
  func runs(
    _ method: TrainingMethod, seed: UInt64, bundle: URL
  ) throws(TuningError) -> [ComparisonRung.Run] {
    let data = try TrainingData(
      questions: job.data.questions, training: job.data.training, validation: job.data.validation)
    PeakMemory.reset()
    var training = try job.encoderJob(data, method, seed: seed, bundle: bundle)
    // The scores of no method are calibrated in a comparison.
    training.options.calibrates = false
    let outcome = try TrainingSession(training, withBaseline: false).run(isCancelled: isCancelled) {
      onEvent(.training($0))
    }
    let peak = PeakMemory.bytes
    let rows = job.data.test
    let classifier = try TuningError.translating { () throws(InferenceError) in
      try MultiTaskClassifier(contentsOf: bundle, threads: job.threads, precision: job.options.precision)
    }
    let started = ContinuousClock.now
    let predictions = try TuningError.translating { () throws(InferenceError) in
      try classifier.predict(rows, isCancelled: isCancelled)
    }
    let seconds = max(started.duration(to: .now).inSeconds, 1e-9)
    return job.data.questions.indices.map { question in
      let (answered, truth) = [QuestionLabels].answered(question, rows.map(\.answers))
      let own = answered.map { predictions[$0].answers[question] }, rule = classifier.rules[question]
      let metrics = TaskMetrics(
        labels: job.data.questions[question].labels.names, truth: truth, scores: own.flatMap(\.scores), rule: rule)
      return ComparisonRung.Run(
        seed: seed, figures: ComparedFigures(metrics),
        // Includes the time before an interruption.
        trainingSeconds: outcome.epochs.reduce(0) { $0 + $1.seconds },
        rowsPerSecond: Double(rows.count) / seconds, peakMemoryBytes: peak, sizeBytes: BundleSize.bytes(of: bundle),
        bundle: bundle.lastPathComponent, predictions: ComparedAnswers(own, rule.problem))
    }
  }
}
