import BertData
import BertEncoder
import BertInference
import Foundation

/// A classifier's logits for the rows by which an adaptation of the encoder is judged.
struct JudgedLogits {
  /// For labelled texts of the target, `[rows, C]`; empty where there are none.
  var measured: [Double] = []
  /// For the validation rows, which are of the source, and for the texts of the target without labels; both empty where
  /// labelled texts measure.
  var validation: [Double] = []
  var target: [Double] = []
  /// The figures on the validation rows.
  var metrics: TaskMetrics?

  /// - Throws: `interrupted`.
  init(_ session: TrainingSession, by other: TrainingSession? = nil) throws(TuningError) {
    let judging = other ?? session
    judging.model.prepareForInference(judging.compute)
    let measured = session.measuredTexts
    guard measured.isEmpty else {
      self.measured = try judging.logits(measured.map(\.encoded))
      return
    }
    validation = try judging.logits(session.encodedValidation)
    target = try judging.logits(session.encodedTarget)
  }
}

extension TrainingSession {
  /// The labelled texts of the target that measure the effect of an adaptation of the encoder; no training uses them.
  var measuredTexts: [(encoded: TextEncoder.Encoded, label: Int)] {
    guard let domain = job.data.target else { return [] }
    let labelled = zip(encodedLabelled, domain.labelled).map { ($0, $1.label ?? 0) }
    return labelled + (domain.isTested ? zip(encodedTest, job.data.test).map { ($0, $1.label ?? 0) } : [])
  }

  /// Trains on the source alone, with the other options of the run, and predicts with that classifier.
  ///
  /// Its own run directory lies in that of the whole run until that is finished, as do those of a cross-validation, so
  /// that an interrupted run can resume it.
  ///
  /// - Throws: The errors of a run; `interrupted` with the directory of the whole run.
  func sourceAlone(
    isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> JudgedLogits {
    if resumed == nil { try directory.commit(RunState(identity: identity)) }
    onEvent(.sourceAlone)
    var alone = job
    alone.data.target = nil
    alone.data.folds = nil
    alone.options.deepAdaptations = nil
    alone.options.adaptationWeight = nil
    alone.options.targetEpochs = nil
    alone.options.masking = nil
    alone.output = directory.url.appendingPathComponent("source-alone")
    alone.resume = job.resume && RunDirectory.holdsRun(for: alone.output)
    alone.adapterOutput = nil
    alone.knownParts = []
    do {
      let session = try TrainingSession(alone, withBaseline: false)
      let learnt = try session.strategy.learn(session, resuming: session.resumed, isCancelled: isCancelled) { event in
        if event.concernsParts { onEvent(event) }
      }
      var logits = try JudgedLogits(self, by: session)
      logits.metrics = learnt.validation
      return logits
    } catch {
      guard case .interrupted = error else { throw error }
      throw .interrupted(checkpoint: directory.url.path)
    }
  }
}
