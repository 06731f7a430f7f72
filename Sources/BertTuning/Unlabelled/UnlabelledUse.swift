import BertBaselines
import BertData
import BertFeatures
import BertInference
import BertKernels

/// Texts without labels that a head may learn from, as sequences.
struct UnlabelledUse {
  let texts: [TextEncoder.Encoded]
  let seed: UInt64
}

extension UnlabelledUse {
  /// - Returns: nil for a run without such texts.
  init?(_ session: TrainingSession) {
    guard session.job.data.unlabelled != nil else { return nil }
    texts = session.encodedUnlabelled
    seed = session.options.seed
  }

  /// The head for the labelled texts, and how those without labels were used.
  ///
  /// - Parameters:
  ///   - plain: The head that learnt from the labelled texts alone.
  ///   - labelled: The vectors that it learnt from.
  ///   - labels: The labels of the labelled texts.
  ///   - unlabelled: The vectors of ``texts``.
  ///   - classes: C.
  ///   - classWeights: The weight of a row of each class, or nil where all count the same. [C]
  /// - Throws: `interrupted`, `unlabelledUnfit`.
  func head(
    _ plain: LinearHead, labelled: WindowVectors, labels: [Int], unlabelled: WindowVectors, classes: Int,
    classWeights: [Double]?, _ compute: Compute, isCancelled: () -> Bool
  ) throws(TuningError) -> (model: LinearModel, record: UnlabelledRecord) {
    let rows: PartlyLabelledRows
    do {
      rows = try PartlyLabelledRows(
        labelled: labelled.rows, unlabelled: unlabelled.rows, classes: classes, classWeights: classWeights,
        strength: plain.choice.strength, compute: compute)
    } catch {
      throw TuningError(unlabelled: error)
    }
    let choice = UnlabelledChoice(rows: rows, source: labelled, labels: labels, classes: classes, seed: seed)
    let judged = try choice.judge(isCancelled: isCancelled)
    let chosen = UnlabelledRecord.chosen(UnlabelledRecord.candidates(right: judged.right, repeats: judged.repeats))
    guard chosen != .plain else {
      return (plain.model, UnlabelledRecord(judged, rows: texts.count, chosen: .plain, learntFrom: 0))
    }
    let head = try choice.head(chosen, labelled.spread(labels))
    return (
      head.model, UnlabelledRecord(judged, rows: texts.count, chosen: chosen, learntFrom: head.pseudoRows)
    )
  }
}
