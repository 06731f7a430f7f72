import BertBaselines
import BertData
import BertEncoder
import BertInference

extension FeatureTrainer {
  /// The head that uses the descriptions of the labels where that helps; the choice is recorded in the result.
  ///
  /// - Parameters:
  ///   - plain: The head without descriptions, which is kept unchanged where they do not help.
  ///   - described: The descriptions.
  ///   - source: The vectors of the training texts.
  ///   - meanings: The vectors of the descriptions.
  ///   - targets: The targets of the windows of the training texts.
  ///   - known: The targets of the training texts.
  ///   - result: Receives the record, the note and the loss.
  /// - Throws: `interrupted`.
  func describe(
    _ plain: LinearHead, _ described: DescribedTexts, _ source: WindowVectors, _ meanings: WindowVectors,
    _ targets: LinearTargets, _ known: [Target], _ result: inout Result, isCancelled: () -> Bool
  ) throws(TuningError) -> LinearModel {
    let trial = trial(described, source, meanings, known)
    var record = described.chosen, strength: Double?
    if record == nil {
      guard let found = trial.compare(DescriptionUse.tried, isCancelled: isCancelled) else {
        throw .interrupted(checkpoint: nil)
      }
      (record, strength) = (found.record, found.strength)
    } else if let use = record?.use, use != .none {
      // The encoder has been trained since the choice, so another regularization strength may be better.
      strength = trial.judge(use, isCancelled: isCancelled)?.strength
      if isCancelled() { throw .interrupted(checkpoint: nil) }
    }
    guard let record else { return plain.model }
    result.descriptions = record
    guard record.use != .none, let strength else {
      result.note += "; " + record.sentence
      return plain.model
    }
    let head = trial.head(record.use), model = head.folded(head.fit(strength: strength))
    result.trainingLoss = loss(model.logits(source.rows), targets)
    result.note = "penalty strength \(strength) chosen by cross-validation; " + record.sentence
    return model
  }

  /// Tries the descriptions on the training texts, without changing the model.
  ///
  /// - Parameter progress: Sequences done and in all.
  /// - Throws: `interrupted`.
  func judge(
    _ described: DescribedTexts, training: [TextEncoder.Encoded], trainingTargets: [Target], isCancelled: () -> Bool,
    progress: (Int, Int) -> Void
  ) throws(TuningError) -> DescriptionRecord {
    model.prepareForInference(compute)
    // The packed copies of the weights must not outlive this call, since training changes the weights.
    defer { model.weightsDidChange() }
    let (features, owners) = try features(
      Inference(model: model, compute: compute), [training, described.texts], isCancelled: isCancelled,
      progress: progress)
    let end = training.count + described.texts.count
    let trial = trial(
      described, WindowVectors(features, owners: owners, of: 0..<training.count),
      WindowVectors(features, owners: owners, of: training.count..<end), trainingTargets)
    guard let found = trial.compare(DescriptionUse.triedAsTexts, isCancelled: isCancelled) else {
      throw .interrupted(checkpoint: nil)
    }
    return found.record
  }

  private func trial(
    _ described: DescribedTexts, _ source: WindowVectors, _ meanings: WindowVectors, _ known: [Target]
  ) -> DescriptionTrial {
    DescriptionTrial(
      texts: source, labels: known.map { if case .label(let label) = $0 { label } else { 0 } }, classes: labels.count,
      classWeights: classWeights,
      descriptions: DescriptionVectors(rows: meanings.rows, labels: meanings.spread(described.labels)))
  }
}
