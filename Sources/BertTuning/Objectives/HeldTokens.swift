import BertData
import BertEncoder
import BertInference
import BertKernels

/// Rows with entities that a model is judged by.
struct HeldTokens {
  let rows: [TokenRow]
  let encoded: [TextEncoder.Encoded]
  let tagging: WordTagging
  /// The figure that compares epochs.
  let metric: Metric

  /// How good the model is now; nil where there are no rows. Outputs that are no numbers find nothing.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  func judge(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    guard !rows.isEmpty else { return nil }
    let tagged = try found(by: model, compute, isCancelled: isCancelled)
    guard tagged.allSatisfy(\.isFinite) else {
      return Judgement(value: -.infinity, isHigherBetter: true, metrics: nil)
    }
    let metrics = TaskMetrics.entities(figures(tagged))
    return Judgement(
      value: metrics.value(for: metric) ?? -.infinity, isHigherBetter: metric.isHigherBetter, metrics: metrics)
  }

  /// The figures of the rows as the model finds their entities; nil where there are no rows.
  ///
  /// - Throws: `interrupted`; `inference` where an output is not a number.
  func metrics(
    of model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(TuningError) -> EntityMetrics? {
    guard !rows.isEmpty else { return nil }
    let tagged: [TaggedText]
    do {
      tagged = try self.found(by: model, compute, isCancelled: isCancelled)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    try TuningError.translating { () throws(InferenceError) in try WordTagging.requireFinite(tagged, of: rows) }
    return figures(tagged)
  }

  private func found(
    by model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [TaggedText] {
    model.prepareForInference(compute)
    let logits = try tagging.logits(encoded, of: model, on: BatchLanes(compute), isCancelled: isCancelled)
    return tagging.tagged(rows, encoded, logits)
  }

  private func figures(_ tagged: [TaggedText]) -> EntityMetrics {
    EntityMetrics(truth: rows.map { $0.entities ?? [] }, found: zip(rows, tagged).map { $1.entities(as: $0) })
  }
}
