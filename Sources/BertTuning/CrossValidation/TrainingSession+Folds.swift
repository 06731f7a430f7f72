import BertData
import BertEncoder
import BertInference

extension TrainingSession {
  /// Trains a model without each part of the rows, with the options of the run, and predicts that part.
  ///
  /// - Throws: What training throws; `interrupted` with the directory of the whole run.
  func crossValidate(
    _ division: CrossValidation<Example>, isCancelled: @escaping @Sendable () -> Bool,
    onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> OutOfFold {
    var result = OutOfFold(folds: division.parts.count), number = 0
    try division.run(
      job, in: directory, identity: strategy.isResumable ? identity : nil, onEvent: onEvent
    ) { (part: TrainingJob) throws(TuningError) in
      if number < job.knownParts.count {
        let known = job.knownParts[number]
        guard known.count == part.data.test.count * part.data.labels.count else { throw directory.damaged }
        result.logits += known
      } else {
        let session = try TrainingSession(part, withBaseline: false, sharing: encoder)
        result.logits += try session.foldLogits(isCancelled: isCancelled, onEvent: onEvent)
      }
      number += 1
      if let baseline = try baselineClassifier(part.data, isCancelled: isCancelled) {
        result.baselineLogits += try BaselineSession.logits(baseline, part.data.test)
      }
      result.rows += part.data.test
    }
    return result
  }

  /// Trains, and predicts the test rows of the session's job.
  ///
  /// - Returns: The logits, [rows × C].
  func foldLogits(
    isCancelled: @escaping @Sendable () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> [Double] {
    _ = try strategy.learn(self, resuming: resumed, isCancelled: isCancelled) { event in
      if event.concernsParts { onEvent(event) }
    }
    model.prepareForInference(compute)
    guard strategy.keepsEncoder, let store = featureStore() else { return try logits(encodedTest) }
    do {
      return try inference.logits(encodedTest, from: store, isCancelled: isCancelled).logits
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }
}
