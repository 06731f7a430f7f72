import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import Foundation

extension TokenTrainingSession {
  /// Writes the bundle and reads it back. Its logits on a few texts must equal those of the model in memory.
  func writeBundle(_ outcome: TrainingOutcome) throws(TuningError) {
    let record = BundleRecord(
      createdWith: job.program, method: choice.method, methodReason: choice.reason,
      options: try JSONValue.encoding(options), labels: classNames, data: .init(job.data, folds: outcome.folds),
      encoder: .init(name: job.encoderName, sha256: start.identity.encoder),
      metrics: .init(validation: outcome.validation, test: outcome.test),
      // However long texts are cut in training, the bundle reads them whole.
      text: source.textRecord(maxLength: options.maxLength, longText: .windows, pairs: false, prompt: nil))
    let rows = Array(job.data.training.prefix(8))
    let compute = compute
    let live = try StageClock.time(.readingBack) { () throws(TuningError) in
      model.prepareForInference(compute)
      return try liveLogits(rows)
    }
    let metricsLog = try RunDirectory.lines(outcome.epochs)
    // Releases this model's packed weights, because reading the bundle back packs those of another model.
    model.weightsDidChange()
    try BundleWriter(source: source, destination: job.output).write(
      weights: model.tensorSources, configuration: model.configuration, outputs: .tokens, record: record,
      metricsLog: metricsLog
    ) { (url: URL) throws(TuningError) in
      let read = try TuningError.translating { () throws(InferenceError) in
        try TextTagger(contentsOf: url, compute: compute).logits(rows)
      }
      let difference = ReadBack.difference(read, live)
      // The same weights through the same kernels: rounding may differ with the packing, nothing else.
      guard difference <= 1e-4 else { throw .bundleDiffers(path: url.path, difference: difference) }
    }
  }

  private func liveLogits(_ rows: [TokenRow]) throws(TuningError) -> [Float] {
    let tagging = validation.tagging
    let encoded = try TuningError.translating { () throws(InferenceError) in try tagging.encode(rows) }
    do {
      return try tagging.logits(encoded, of: model, on: BatchLanes(compute), isCancelled: { false })
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }
}

extension BundleRecord.DataRecord {
  /// The rows of a run as a record holds them.
  init(_ data: TokenTrainingData, folds: Int?) {
    self.init(
      fileSha256: data.fileSHA256, contentSha256: data.digest, trainingRows: data.training.count,
      validationRows: data.validation.count, testRows: data.test.count, folds: folds, testFold: data.testFold)
  }
}
