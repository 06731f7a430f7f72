import BertBaselines
import BertData
import BertInference
import BertStorage
import Foundation

/// Trains a method that finds entities, and judges it on the test rows.
struct TokenRungTrainer: RungMaker {
  let job: TokenComparisonJob
  let isCancelled: @Sendable () -> Bool
  let onEvent: (ComparisonEvent) -> Void

  func teaches(_ part: [Int]) -> Bool { part.contains { !(job.data.training[$0].entities ?? []).isEmpty } }

  func run(
    _ method: TrainingMethod, on part: [Int]?, seed: UInt64, bundle: URL
  ) throws(TuningError) -> ComparisonRung.Run {
    let data = try TokenTrainingData(
      scheme: job.data.scheme, training: part?.map { job.data.training[$0] } ?? job.data.training,
      validation: job.data.validation)
    PeakMemory.reset()
    if method.needsEncoder { return try fineTune(method, data, seed, bundle) }
    if method == .crf { return try trainCRF(data, seed, bundle) }
    let started = ContinuousClock.now
    let tagger = WordTagger(mostFrequentOf: data.training, classes: data.classes, scheme: data.scheme)
    let training = started.duration(to: .now).inSeconds, peak = PeakMemory.bytes
    return try judged(seed: seed, seconds: training, peak: peak, bundle: nil) { () throws(TuningError) in
      try job.data.test.map { row throws(TuningError) in
        if isCancelled() { throw .interrupted(checkpoint: nil) }
        return tagger.entities(of: row)
      }
    }
  }

  private func trainCRF(
    _ data: TokenTrainingData, _ seed: UInt64, _ bundle: URL
  ) throws(TuningError) -> ComparisonRung.Run {
    var simple = TokenBaselineJob(data: data, output: bundle)
    simple.seed = seed
    simple.program = job.program
    simple.writesReport = false
    let outcome = try TokenBaselineSession(simple).run(
      progress: { onEvent(.progress(.crf, $0)) }, isCancelled: isCancelled)
    return try judged(bundle, seed: seed, seconds: outcome.epochs[0].seconds)
  }

  private func fineTune(
    _ method: TrainingMethod, _ data: TokenTrainingData, _ seed: UInt64, _ bundle: URL
  ) throws(TuningError) -> ComparisonRung.Run {
    let training = try job.encoderJob(data, method, seed: seed, bundle: bundle)
    let outcome = try TokenTrainingSession(training).run(isCancelled: isCancelled) { onEvent(.training($0)) }
    // Includes the time before an interruption.
    return try judged(bundle, seed: seed, seconds: outcome.epochs.reduce(0) { $0 + $1.seconds })
  }

  /// Judges the entities that a bundle finds in the test rows.
  private func judged(_ bundle: URL, seed: UInt64, seconds: Double) throws(TuningError) -> ComparisonRung.Run {
    let peak = PeakMemory.bytes
    let tagger = try TuningError.translating { () throws(InferenceError) in
      try TextTagger(contentsOf: bundle, threads: job.threads, precision: job.options.precision)
    }
    return try judged(seed: seed, seconds: seconds, peak: peak, bundle: bundle) { () throws(TuningError) in
      let rows = job.data.test
      let tagged = try TuningError.translating { () throws(InferenceError) in
        try tagger.tag(rows, isCancelled: isCancelled)
      }
      return zip(rows, tagged).map { $1.entities(as: $0) }
    }
  }

  /// Judges the entities found in the test rows.
  ///
  /// - Parameter found: Finds the entities of the test rows; its time is measured.
  private func judged(
    seed: UInt64, seconds: Double, peak: Int?, bundle: URL?, _ found: () throws(TuningError) -> [[LabelledRange]]
  ) throws(TuningError) -> ComparisonRung.Run {
    let started = ContinuousClock.now
    let found = try found()
    let taken = max(started.duration(to: .now).inSeconds, 1e-9)
    let metrics = EntityMetrics(truth: job.data.test.map { $0.entities ?? [] }, found: found)
    return ComparisonRung.Run(
      seed: seed, figures: ComparedFigures(metrics), trainingSeconds: seconds,
      rowsPerSecond: Double(found.count) / taken, peakMemoryBytes: peak,
      sizeBytes: bundle.map(BundleSize.bytes) ?? 0, bundle: bundle?.lastPathComponent,
      predictions: .entities(found))
  }
}

extension ComparedJob {
  /// The training of the encoder as one rung of the comparison.
  ///
  /// - Throws: `option` without an encoder.
  func encoderJob<Part>(
    _ data: Part, _ method: TrainingMethod, seed: UInt64, bundle: URL
  ) throws(TuningError) -> EncoderJob<Part> {
    guard let encoder else { throw .option(name: "methods", value: method.rawValue, rule: "needs an encoder") }
    var training = EncoderJob(
      encoder: encoder, encoderName: encoderName ?? encoder.lastPathComponent, data: data,
      options: method == .setfit ? pairOptions : options, output: bundle)
    training.options.method = method
    training.options.seed = seed
    // An unfinished training in this place is continued.
    training.resume = resume && RunDirectory.holdsRun(for: bundle)
    training.threads = threads
    training.program = program
    training.writesReport = false
    return training
  }
}
