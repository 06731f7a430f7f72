import BertBaselines
import BertData
import BertFeatures

extension FeatureTrainer {
  /// The head on features that are learnt from texts without labels, where that helps; the record goes into the result.
  ///
  /// - Parameters:
  ///   - plain: The head on the features as they are, which is returned unchanged where nothing helps.
  ///   - source: The features of the training texts.
  ///   - unlabelled: The features of the texts without labels.
  ///   - targets: The targets of the training texts' windows.
  /// - Throws: `interrupted`, `vectors`.
  func teachThemselves(
    _ plain: LinearHead, _ source: WindowVectors, _ unlabelled: WindowVectors, _ targets: LinearTargets,
    _ result: inout Result, isCancelled: () -> Bool
  ) throws(TuningError) -> LinearModel {
    let trial: SelfTaughtTrial
    do {
      trial = try SelfTaughtTrial(features: source.rows, targets: targets, unlabelled: unlabelled.rows, compute)
    } catch {
      throw .vectors(error)
    }
    guard let found = trial.choose(isCancelled: isCancelled) else { throw .interrupted(checkpoint: nil) }
    result.selfTaught = found.record
    guard let strength = found.strength else {
      result.note += "; " + found.record.sentence
      return plain.model
    }
    let model = trial.head(components: found.record.components, strength: strength)
    result.trainingLoss = loss(model.logits(source.rows), targets)
    result.note = "penalty strength \(strength) chosen by cross-validation; " + found.record.sentence
    return model
  }
}
