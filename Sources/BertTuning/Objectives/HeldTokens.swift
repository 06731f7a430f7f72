import BertData
import BertEncoder
import BertInference
import BertKernels

/// Rows with entities, by which a model is judged.
struct HeldTokens {
  let rows: [TokenRow]
  let encoded: [TextEncoder.Encoded]
  let tagging: WordTagging
  /// The figure that compares epochs.
  let metric: Metric

  /// How good the model is now; nil where there are no rows. Outputs that are not finite get the worst figure.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  func judge(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    guard !rows.isEmpty else { return nil }
    let tagged = try tag(model, compute, isCancelled: isCancelled)
    guard tagged.allSatisfy(\.isFinite) else {
      return Judgement(value: -.infinity, isHigherBetter: true, metrics: nil)
    }
    let metrics = TaskMetrics.entities(found(tagged).metrics)
    return Judgement(
      value: metrics.value(for: metric) ?? -.infinity, isHigherBetter: metric.isHigherBetter, metrics: metrics)
  }

  /// The entities that the model finds in the rows.
  ///
  /// - Throws: `interrupted`; `inference` where an output is not a number.
  func entities(
    foundBy model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(TuningError) -> FoundEntities {
    let tagged: [TaggedText]
    do {
      tagged = try tag(model, compute, isCancelled: isCancelled)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    try TuningError.translating { () throws(InferenceError) in try WordTagging.requireFinite(tagged, of: rows) }
    return found(tagged)
  }

  private func tag(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [TaggedText] {
    model.prepareForInference(compute)
    let logits = try tagging.logits(encoded, of: model, on: BatchLanes(compute), isCancelled: isCancelled)
    return tagging.tagged(rows, encoded, logits)
  }

  private func found(_ tagged: [TaggedText]) -> FoundEntities {
    var result = FoundEntities()
    result.add(rows, found: zip(rows, tagged).map { $1.entities(as: $0) })
    return result
  }
}
