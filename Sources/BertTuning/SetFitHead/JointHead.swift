import BertData
import BertEncoder
import BertInference
import BertKernels
import Foundation

/// The second part of setfit with a differentiable head: after the encoder has learnt from pairs, it is trained on the
/// labels together with a linear classifier, by cross-entropy.
///
/// Source: setfit 1.2, `SetFitModel.fit` with `end_to_end=True`: AdamW without gradient clipping, with separate rates
/// that are halved after every fifth epoch. setfit decays biases and LayerNorm too; here these have no decay.
struct JointHead {
  let options: TrainingOptions
  let head: JointHeadOptions
  /// The number of encoder layers below the layer that takes the mean.
  let layers: Int

  /// The place of the head's unfinished run, in the directory of the whole run.
  static func location(in directory: RunDirectory) -> URL { directory.url.appendingPathComponent("head") }

  /// Trains both, and puts the classifier into the session's model.
  ///
  /// - Returns: What was trained, as a phrase for people.
  /// - Throws: `interrupted`, and the errors of the run.
  func learn(
    _ session: TrainingSession, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> String {
    let place = Self.location(in: session.directory)
    let model = SequenceClassifier(unitFeaturesOf: session.model, seed: options.seed)
    let rows = zip(session.encodedTraining, session.job.data.training).flatMap { encoded, example in
      encoded.windows.map { Supervised<Int>.Item(encoding: $0, target: example.label ?? 0) }
    }
    var held = session.heldTexts
    (held.texts, held.truth) = ([], [])
    let texts = Supervised(
      model: model, loss: CrossEntropy(classWeights: session.classWeights?.map(Float.init)), rows: rows,
      validation: held)
    let objective = JointTexts(texts: texts, passes: head.epochs), settings = settings
    let directory = try RunDirectory(for: place)
    let saved = session.resumed == nil ? nil : try directory.state()
    let trainer = Trainer(
      objective,
      adapter: JointRates(
        body: Layerwise(options), headFactor: head.learningRate / head.bodyLearningRate, layers: layers),
      compute: session.compute, options: settings, peakRate: head.bodyLearningRate, tokenBudget: session.tokenBudget,
      directory: directory, checkpointInterval: session.job.checkpointInterval,
      state: saved ?? RunState(identity: session.identity),
      schedule: LearningRateSchedule(
        halvingAfter: JointHeadOptions.halvingEpochs * rows.count / head.batchSize,
        totalSteps: settings.stepsPerEpoch(items: objective.itemCount)))
    if let saved, !saved.tensors.isEmpty {
      try trainer.restoreCheckpoint()
      onEvent(.resumed(step: saved.step, totalSteps: trainer.schedule.totalSteps))
    }
    do {
      try trainer.run(isCancelled: isCancelled) { event in
        // Only the epochs over pairs are reported.
        if case .epoch = event { return }
        onEvent(event)
      }
    } catch {
      guard case .interrupted = error else { throw error }
      throw .interrupted(checkpoint: session.directory.url.path)
    }
    model.setTrained { _ in false }
    session.model.takeClassifier(of: model)
    session.model.weightsDidChange()
    return "head and encoder learnt from the labels together in \(Figures.count(head.epochs, "pass", "passes"))"
  }

  /// The options of this training.
  private var settings: TrainingOptions {
    var settings = options
    (settings.epochs, settings.batchSize, settings.weightDecay) = (1, head.batchSize, head.weightDecay)
    settings.clipNorm = .infinity
    settings.earlyStopping = nil
    settings.gradualUnfreeze = false
    return settings
  }
}
