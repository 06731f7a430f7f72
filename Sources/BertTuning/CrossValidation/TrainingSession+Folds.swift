import BertData
import BertEncoder

extension TrainingSession {
  /// Learns once without each part of the rows, by the options of the run, and judges the model on that part.
  ///
  /// - Throws: What a run meets; `interrupted` with the directory of the whole run.
  func crossValidate(
    _ division: CrossValidation<Example>, isCancelled: @escaping @Sendable () -> Bool,
    onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> OutOfFold {
    var result = OutOfFold(folds: division.parts.count), number = 0
    try division.run(
      job, in: directory, identity: strategy.isResumable ? identity : nil, onEvent: onEvent
    ) { (part: TrainingJob) throws(TuningError) in
      let session = try TrainingSession(part, withBaseline: false)
      if number < job.knownParts.count {
        result.logits += job.knownParts[number]
      } else {
        result.logits += try session.foldLogits(isCancelled: isCancelled, onEvent: onEvent)
      }
      number += 1
      if let baseline = try session.baselineClassifier(isCancelled: isCancelled) {
        result.baselineLogits += try BaselineSession.logits(baseline, part.data.test)
      }
      result.rows += part.data.test
    }
    return result
  }

  /// Learns, and asks the model about the rows that it is to be judged by.
  func foldLogits(
    isCancelled: @escaping @Sendable () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> [Double] {
    _ = try strategy.learn(self, resuming: resumed, isCancelled: isCancelled) { event in
      if event.concernsParts { onEvent(event) }
    }
    model.prepareForInference(compute)
    return try logits(encodedTest)
  }
}
