import BertData
import BertEncoder
import BertInference
import Foundation

/// The trainings before the task where masked tokens of another domain are learnt. Each has a run directory of its own
/// in that of the whole run until that is finished, so that a resumed run begins with the same weights.
extension TrainingSession {
  /// Trains on masked tokens of the target alone. Where the encoder came without a head for them, the new head is first
  /// trained on the frozen encoder until its loss on held-out texts no longer falls; then both are trained, as `bertft
  /// adapt` does. Encoder and head then have the weights of the best epoch.
  ///
  /// Without its own training, the gradient of a new head in the encoder would be many times that of a task.
  ///
  /// - Returns: The perplexities, as a phrase for people; nil without such trainings.
  /// - Throws: The errors of a run; `interrupted` with the directory of the whole run.
  func readTarget(
    _ target: MaskedTarget, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> String? {
    let plan = target.plan
    var notes: [String] = []
    if plan.headPasses > 0 || plan.passes > 0, resumed == nil {
      try directory.commit(RunState(identity: identity))
    }
    if plan.headPasses > 0 {
      onEvent(.maskedHead)
      model.startMaskedBias(counts: target.wordCounts)
      var reading = TrainingOptions.ofMaskedTokens
      reading.epochs = plan.headPasses
      reading.learningRate = MaskedHeadAlone.rate
      reading.schedule = .constant
      reading.warmUp = .steps(0)
      reading.earlyStopping = 1
      let learnt = try read(target, reading, MaskedHeadAlone(), in: "masked-head", isCancelled, onEvent)
      notes.append(
        "\(Figures.count(learnt.passes, "pass", "passes")) by the new head for masked tokens alone: \(learnt.perplexities)"
      )
    }
    if plan.passes > 0 {
      onEvent(.maskedTexts)
      var reading = TrainingOptions.ofMaskedTokens
      reading.epochs = plan.passes
      reading.freeze = options.freeze
      let learnt = try read(target, reading, MaskedReading(reading), in: "masked-texts", isCancelled, onEvent)
      notes.append(
        "\(Figures.count(learnt.passes, "pass", "passes")) over the texts of the other domain by masked tokens alone: "
          + learnt.perplexities)
    }
    return notes.isEmpty ? nil : notes.joined(separator: "; ") + " on those held out"
  }

  /// Trains with some options, in a directory of its own inside the run's.
  ///
  /// - Returns: The number of epochs, and the perplexities of the held-out texts before and after them, for people.
  /// - Throws: As ``readTarget(_:isCancelled:onEvent:)``.
  private func read(
    _ target: MaskedTarget, _ options: TrainingOptions, _ adapter: any Adapter, in name: String,
    _ isCancelled: () -> Bool, _ onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> (passes: Int, perplexities: String) {
    var options = options
    options.batchSize = self.options.batchSize
    options.maxLength = self.options.maxLength
    options.dropout = self.options.dropout
    options.seed = self.options.seed
    let place = try RunDirectory(for: directory.url.appendingPathComponent(name))
    // A state that another run left there is ignored.
    let known = job.resume ? try place.state().flatMap { $0.identity == identity ? $0 : nil } : nil
    let objective = MaskedTokens(
      model: model, corpus: target.learnt, masking: target.masking,
      validation: HeldMaskedTexts(corpus: target.held, masking: target.masking))
    do {
      let before = try objective.validation.loss(model, compute, isCancelled: isCancelled)
      let tuning = FineTuning(options, adapter: adapter, hidden: model.configuration.hiddenSize)
      let learnt = try tuning.learn(
        objective,
        LearningRun(
          job, identity: identity, directory: place, compute: compute, tokenBudget: nil, saved: known),
        isCancelled: isCancelled
      ) { event in
        switch event {
        case .step, .epoch, .warning, .stoppedEarly: onEvent(event)
        case .resumed(let step, let totalSteps): if step < totalSteps { onEvent(event) }
        default: break
        }
      }
      model.setTrained { _ in false }
      let after = learnt.reports.first { $0.epoch == learnt.bestEpoch }?.maskedLoss
      func perplexity(_ loss: Double?) -> String { Figures.fixed(MaskedTrainingOutcome.perplexity(loss ?? .nan), 2) }
      return (learnt.reports.count, "perplexity \(perplexity(before)) to \(perplexity(after))")
    } catch let error as TuningError {
      guard case .interrupted = error else { throw error }
      throw .interrupted(checkpoint: directory.url.path)
    } catch {
      // Cancelled while the held-out texts were read before the training.
      throw .interrupted(checkpoint: directory.url.path)
    }
  }
}
