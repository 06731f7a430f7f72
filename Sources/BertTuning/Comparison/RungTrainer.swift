import BertBaselines
import BertData
import BertInference
import BertStorage
import Foundation

/// Trains a classifier of texts by a method, and judges it on the test rows.
struct RungTrainer: RungMaker {
  let job: ComparisonJob
  let isCancelled: @Sendable () -> Bool
  let onEvent: (ComparisonEvent) -> Void

  func teaches(_ part: [Int]) -> Bool {
    TrainingData.teaches(part.compactMap { job.data.training[$0].target }, labels: job.data.labels.count)
  }

  func run(
    _ method: TrainingMethod, on part: [Int]?, seed: UInt64, bundle: URL
  ) throws(TuningError) -> ComparisonRung.Run {
    let rows = part?.map { job.data.training[$0] } ?? job.data.training
    let outcome = try train(method, on: rows, seed: seed, bundle: bundle)
    return try judge(outcome, seed: seed, bundle: method == .majority ? nil : bundle)
  }

  /// A trained classifier, the seconds of its training and the peak memory.
  private struct Outcome {
    var classifier: any Classifier
    var seconds: Double
    var peak: Int?
  }

  /// Trains on some of the rows.
  ///
  /// - Parameters:
  ///   - rows: to learn from; the validation rows are the job's.
  ///   - bundle: the place of the bundle; `majority` writes none.
  private func train(
    _ method: TrainingMethod, on rows: [Example], seed: UInt64, bundle: URL
  ) throws(TuningError) -> Outcome {
    let data = try TrainingData(labels: job.data.labels, training: rows, validation: job.data.validation)
    PeakMemory.reset()
    let started = ContinuousClock.now
    if method == .majority {
      let rule = OutputRule.usual(try BaselineSession.problem(data), labels: data.labels.count)
      let classifier = MajorityClassifier(
        labels: data.labels.names, learning: data.training.compactMap(\.target), rule: rule)
      return Outcome(classifier: classifier, seconds: started.duration(to: .now).inSeconds, peak: PeakMemory.bytes)
    }
    let seconds: Double
    if method.needsEncoder {
      seconds = try trainEncoder(method, data, seed, bundle)
    } else {
      seconds = try trainBaseline(method, data, seed, bundle)
    }
    let peak = PeakMemory.bytes
    let classifier = try TuningError.translating { () throws(InferenceError) in
      try TextClassifier(contentsOf: bundle, threads: job.threads, precision: job.options.precision)
    }
    return Outcome(classifier: classifier, seconds: seconds, peak: peak)
  }

  private func trainBaseline(
    _ method: TrainingMethod, _ data: TrainingData, _ seed: UInt64, _ bundle: URL
  ) throws(TuningError) -> Double {
    var options = BaselineOptions(method)
    options.seed = seed
    if method.takesVectors { options.vectors?.source = job.vectorsName }
    var simple = BaselineJob(data: data, options: options, output: bundle)
    simple.vectors = job.vectors
    simple.table = job.table
    simple.threads = job.threads
    simple.program = job.program
    simple.calibrates = false
    simple.writesReport = false
    return try BaselineSession(simple).run(
      progress: { onEvent(.progress(method, $0)) }, isCancelled: isCancelled
    ).seconds
  }

  private func trainEncoder(
    _ method: TrainingMethod, _ data: TrainingData, _ seed: UInt64, _ bundle: URL
  ) throws(TuningError) -> Double {
    var training = try job.encoderJob(data, method, seed: seed, bundle: bundle)
    // The scores of no method are calibrated in a comparison.
    training.options.calibrates = false
    let outcome = try TrainingSession(training, withBaseline: false).run(isCancelled: isCancelled) {
      onEvent(.training($0))
    }
    // Includes the time before an interruption.
    return outcome.epochs.reduce(0) { $0 + $1.seconds }
  }

  /// Judges a classifier on the test rows.
  private func judge(
    _ outcome: Outcome, seed: UInt64, bundle: URL?
  ) throws(TuningError) -> ComparisonRung.Run {
    let rows = job.data.test, classifier = outcome.classifier
    let started = ContinuousClock.now
    let logits = try BaselineSession.logits(classifier, rows, isCancelled)
    let seconds = max(started.duration(to: .now).inSeconds, 1e-9)
    let predictions = classifier.predictions(from: logits, rows: rows.count)
    let metrics = TaskMetrics(
      labels: job.data.labels.names, truth: rows.compactMap(\.target), scores: predictions.flatMap(\.scores),
      rule: classifier.rule)
    return ComparisonRung.Run(
      seed: seed, figures: ComparedFigures(metrics), trainingSeconds: outcome.seconds,
      rowsPerSecond: Double(rows.count) / seconds, peakMemoryBytes: outcome.peak,
      sizeBytes: bundle.map(BundleSize.bytes) ?? 0, bundle: bundle?.lastPathComponent,
      predictions: ComparedAnswers(predictions, classifier.rule.problem))
  }
}
