import BertBaselines
import BertData
import BertEncoder
import BertInference

extension FeatureTrainer {
  /// The head with the part that the labels' descriptions have; what came of it goes into the result.
  ///
  /// - Parameters:
  ///   - plain: The head without them, which is kept to the bit where they do not help.
  ///   - described: What the labels mean.
  ///   - source: The vectors of the training texts.
  ///   - meanings: Those of the descriptions.
  ///   - targets: Of the windows of the training texts.
  ///   - known: Of the training texts.
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
      // The encoder has learnt since the choice, so that another penalty may suit.
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

  /// Tries the descriptions on the training texts, and leaves the model as it is.
  ///
  /// - Parameter progress: Sequences done and in all.
  /// - Throws: `interrupted`.
  func judge(
    _ described: DescribedTexts, training: [TextEncoder.Encoded], trainingTargets: [Target], isCancelled: () -> Bool,
    progress: (Int, Int) -> Void
  ) throws(TuningError) -> DescriptionRecord {
    model.prepareForInference(compute)
    // Packed copies of the weights would stand beside those that learn.
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
