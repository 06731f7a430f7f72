import BertData
import BertEncoder
import BertInference
import Foundation

extension TrainingSession {
  /// Learns once without each part of the rows, by the options of the run, and judges the model on that part. No epoch is
  /// chosen: the last one is kept, as it is for the model of all rows.
  ///
  /// The run of each part lies in the directory of the whole run until that is finished, so that a run which was
  /// interrupted does not begin anew.
  ///
  /// - Throws: what a run meets; `interrupted` with the directory of the whole run.
  func crossValidate(
    _ division: CrossValidation, isCancelled: @escaping @Sendable () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> OutOfFold {
    if strategy.isResumable, !job.resume { try directory.commit(RunState(identity: identity)) }
    var result = OutOfFold(folds: division.folds.count)
    for (number, fold) in division.folds.enumerated() {
      onEvent(.fold(number + 1, of: division.folds.count))
      do {
        let session = try TrainingSession(try foldJob(number + 1, fold), withBaseline: false)
        result.logits += try session.foldLogits(isCancelled: isCancelled, onEvent: onEvent)
        if let baseline = try session.baselineClassifier(isCancelled: isCancelled) {
          result.baselineLogits += try BaselineSession.logits(baseline, fold.held)
        }
      } catch {
        guard case .interrupted = error else { throw error }
        throw .interrupted(checkpoint: strategy.isResumable ? directory.url.path : nil)
      }
      result.rows += fold.held
    }
    return result
  }

  private func foldJob(
    _ number: Int, _ fold: (training: [Example], held: [Example])
  ) throws(TuningError) -> TrainingJob {
    var part = job
    part.data = try TrainingData(labels: job.data.labels, training: fold.training, validation: [], test: fold.held)
    part.data.target = job.data.target
    part.data.target?.isJudged = false
    part.output = directory.url.appendingPathComponent("fold-\(number)")
    part.resume = job.resume && RunDirectory.holdsRun(for: part.output)
    part.adapterOutput = nil
    // What is fitted on held rows is fitted on all of them, by the whole run.
    part.options.calibrates = nil
    part.options.abstainPrecision = nil
    part.options.novelty = nil
    return part
  }

  /// Learns, and asks the model about the rows that it is to be judged by.
  private func foldLogits(
    isCancelled: @escaping @Sendable () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> [Double] {
    _ = try strategy.learn(self, resuming: resumed, isCancelled: isCancelled) { event in
      switch event {
      case .step, .features, .resumed: onEvent(event)
      default: break
      }
    }
    model.prepareForInference(compute)
    return try logits(encodedTest)
  }
}
