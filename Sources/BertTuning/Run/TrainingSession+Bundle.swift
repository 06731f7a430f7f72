import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import Foundation

extension TrainingSession {
  /// Evaluates the kept weights and the most frequent label on the test rows.
  ///
  /// - Returns: the result of the run, and the test rows' logits where there are such rows.
  func judge(
    _ learnt: Learnt, started: ContinuousClock.Instant, isCancelled: () -> Bool
  ) throws(TuningError) -> (outcome: TrainingOutcome, testLogits: [Double]?) {
    let outer = StageClock.enter(.judging)
    defer { StageClock.leave(to: outer) }
    let data = job.data
    var test: TaskMetrics?
    var testLogits: [Double]?
    if !data.test.isEmpty {
      model.prepareForInference(compute)
      do {
        let logits = try inference.logits(encodedTest, isCancelled: isCancelled)
        test = metrics(logits, data.test)
        testLogits = logits
      } catch {
        // A run that can be resumed has been saved at its last epoch.
        throw .interrupted(checkpoint: strategy.isResumable ? directory.url.path : nil)
      }
    }
    var outcome = self.outcome(learnt, started: started, test: test)
    outcome.transfer = transfer(learnt.transfer)
    outcome.descriptions = learnt.descriptions
    outcome.unlabelled = learnt.unlabelled
    outcome.unlabelled?.fileSHA256 = data.unlabelled?.fileSHA256
    outcome.selfTaught = learnt.selfTaught
    outcome.layer = learnt.layer
    outcome.selection = job.selection
    outcome.soup = learnt.soup
    return (outcome, testLogits)
  }

  /// The result of training with its metrics on the test rows.
  func outcome(_ learnt: Learnt, started: ContinuousClock.Instant, test: TaskMetrics? = nil) -> TrainingOutcome {
    var outcome = TrainingOutcome(
      bundle: job.output, choice: choice, epochs: learnt.reports, bestEpoch: learnt.bestEpoch,
      validation: learnt.validation, test: test, majorityValidation: floor(judged),
      majorityTest: floor(job.data.test), note: learnt.note, folds: outOfFold?.folds,
      seconds: started.duration(to: .now).inSeconds)
    outcome.testFold = job.data.testFold
    return outcome
  }

  /// The logits of the model in memory, `[texts, C]`.
  func logits(_ texts: [TextEncoder.Encoded]) throws(TuningError) -> [Double] {
    do {
      return try inference.logits(texts)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }

  /// Writes the bundle and reads it back. Its logits on a few texts must equal those of the model in memory.
  func writeBundle(_ outcome: TrainingOutcome, novelty: NoveltyScore?) throws(TuningError) {
    let data = job.data
    var record = BundleRecord(
      createdWith: job.program, method: choice.method, methodReason: choice.reason,
      options: try JSONValue.encoding(options),
      labels: questions == nil ? labels : [],
      labelValues: data.labels == LabelSet(names: labels) ? nil : data.labels.values,
      labelAlternatives: data.labels.alternatives.allSatisfy(\.isEmpty) ? nil : data.labels.alternatives,
      thresholds: rule.problem == .multiLabel ? rule.thresholds : nil,
      data: .init(data, folds: outOfFold?.folds),
      encoder: .init(name: job.encoderName, sha256: identity.encoder),
      metrics: .init(
        validation: outcome.validation, test: outcome.test, majorityValidation: outcome.majorityValidation,
        majorityTest: outcome.majorityTest, baselineValidation: outcome.baselineValidation,
        baselineTest: outcome.baselineTest),
      text: source.textRecord(
        maxLength: options.maxLength, longText: options.longText, pairs: data.hasPairs, prompt: options.prompt))
    record.calibration = rule.calibration
    record.abstainBelow = abstainBelow
    if let selection = outcome.selection { record.selection = try JSONValue.encoding(selection) }
    if let transfer = outcome.transfer { record.transfer = try JSONValue.encoding(transfer) }
    if let descriptions = outcome.descriptions { record.descriptions = try JSONValue.encoding(descriptions) }
    if let unlabelled = outcome.unlabelled { record.unlabelled = try JSONValue.encoding(unlabelled) }
    if let taught = outcome.selfTaught { record.selfTaught = try JSONValue.encoding(taught) }
    if let layer = outcome.layer { record.layer = try JSONValue.encoding(layer) }
    if let drift = outcome.drift { record.drift = try JSONValue.encoding(drift) }
    if let anchor = data.anchor { record.anchor = try JSONValue.encoding(AnchorRecord(anchor)) }
    if let soup = outcome.soup { record.soup = try JSONValue.encoding(soup) }
    if let questions {
      record.tasks = questions.records
      record.formatVersion = BundleRecord.severalFormat
    }
    let probes = Array(data.training.prefix(8))
    let live = try StageClock.time(.readingBack) { () throws(TuningError) in
      model.prepareForInference(compute)
      return try logits(Array(encodedTraining.prefix(8)))
    }
    let metricsLog = try RunDirectory.lines(outcome.epochs)
    // Releases this model's packed weights, because reading the bundle back packs those of another model.
    model.weightsDidChange()
    try BundleWriter(source: source, destination: job.output).write(
      weights: model.tensorSources, configuration: model.configuration,
      outputs: questions == nil ? .texts(rule) : .questions, record: record, metricsLog: metricsLog, novelty: novelty,
      neighbours: neighbours, appended: appended, receipt: outcome.transfer?.receipt
    ) { (url: URL) throws(TuningError) in
      let read = try TuningError.translating { () throws(InferenceError) in
        try bundleLogits(url, probes)
      }
      let difference = ReadBack.difference(read, live)
      // The same weights through the same kernels: rounding may differ with the packing, nothing else.
      guard difference <= 1e-4 else { throw .bundleDiffers(path: url.path, difference: difference) }
    }
  }
}
