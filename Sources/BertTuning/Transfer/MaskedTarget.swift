import BertData
import BertEncoder
import BertInference
import BertText
import Foundation

/// The texts of another domain as ``DeepAdaptation/mlm`` reads them: those whose masked tokens are learnt from, and those that judge.
struct MaskedTarget {
  /// Of the windows of the texts.
  let learnt, held: EncodedTexts
  let masking: Masking
  /// What is done with them.
  let plan: TrainingPlan.MaskedTexts

  /// The share of the texts that judge, and how many they are at the most: each epoch reads them all.
  private static let heldShare = 0.1
  private static let mostHeld = 1000

  /// - Parameters:
  ///   - texts: Of the target.
  ///   - encoded: The same, read.
  ///   - labelled: Training texts of the source.
  ///   - model: Has the head for masked tokens.
  /// - Throws: `maskingUnfit` for a tokenizer without a mask, `option` for one that does not mark words where whole ones are
  ///   asked for, `targetUnfit` for texts that are all the same or without words.
  init(
    _ texts: [Example], _ encoded: [TextEncoder.Encoded], labelled: Int, _ source: PretrainedModel,
    _ model: SequenceClassifier, _ options: TrainingOptions
  ) throws(TuningError) {
    let vocabulary = try MaskingVocabulary(
      source.tokenizer, rows: source.configuration.vocabularySize, path: source.url.path)
    masking = try vocabulary.masking(options)
    let judging = Self.judging(texts, seed: options.seed)
    func windows(_ isHeld: Bool) -> EncodedTexts {
      vocabulary.maskable(zip(encoded, judging).filter { $1 == isHeld }.flatMap(\.0.windows))
    }
    (learnt, held) = (windows(false), windows(true))
    guard learnt.count > 0, held.count > 0 else {
      throw .targetUnfit(
        reason:
          "the texts to adapt to are all the same, or have no words, so that masked ones cannot be learnt and judged",
        remedy: "give more of them")
    }
    let count = judging.count { !$0 }
    plan = TrainingPlan.MaskedTexts(
      passes: Self.passes(options, source), isAdapted: Self.isAdapted(source), texts: count,
      heldTexts: texts.count - count,
      newTensors: model.freshAddedParameters, taskShare: MixedShares(labelled: labelled, unlabelled: count).task)
  }

  /// What task and masked tokens count.
  func shares(labelled: Int) -> MixedShares { MixedShares(labelled: labelled, unlabelled: plan.texts) }

  /// Whether the directory says that the encoder learnt from masked tokens already.
  private static func isAdapted(_ source: PretrainedModel) -> Bool {
    let file = source.url.appendingPathComponent(EncoderWriter.recordName)
    guard let data = try? Data(contentsOf: file) else { return false }
    return (try? JSONDecoder().decode(MaskedTrainingRecord.self, from: data)) != nil
  }

  /// Passes by masked tokens alone; 0 where nothing is masked.
  static func passes(_ options: TrainingOptions, _ source: PretrainedModel) -> Int {
    guard options.masksTarget else { return 0 }
    return options.targetEpochs ?? (isAdapted(source) ? 0 : TrainingOptions.usualTargetEpochs)
  }

  /// Which texts judge: a tenth of the different ones, by what they say, so that equal texts are on one side.
  static func judging(_ texts: [Example], seed: UInt64) -> [Bool] {
    let contents = texts.map { [$0.text, $0.pair ?? ""] }
    let places = Dictionary(
      contents.map { ($0, SeededGenerator.uniform(of: $0.joined(separator: "\u{0}"), seed: seed)) },
      uniquingKeysWith: { $1 })
    let count = min(mostHeld, max(1, Int(heldShare * Double(places.count))))
    guard places.count > 1 else { return texts.map { _ in false } }
    let order = places.sorted { ($0.value, $0.key[0], $0.key[1]) < ($1.value, $1.key[0], $1.key[1]) }
    let held = Set(order.prefix(count).map(\.key))
    return contents.map(held.contains)
  }
}

extension TrainingSession {
  /// Learns from masked tokens of the target alone, as `bertft adapt` does. The encoder and the head for masked tokens then have
  /// the weights of the best epoch.
  ///
  /// Its run lies in the directory of the whole run until that is finished, so that a run which goes on later begins with the
  /// same weights.
  ///
  /// - Returns: What came of it, as a phrase for people; nil without passes.
  /// - Throws: What a run meets; `interrupted` with the directory of the whole run.
  func readTarget(
    _ target: MaskedTarget, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> String? {
    let passes = target.plan.passes
    guard passes > 0 else { return nil }
    if resumed == nil { try directory.commit(RunState(identity: identity)) }
    onEvent(.maskedTexts)
    var reading = TrainingOptions.ofMaskedTokens
    reading.epochs = passes
    reading.batchSize = options.batchSize
    reading.maxLength = options.maxLength
    reading.dropout = options.dropout
    reading.freeze = options.freeze
    reading.seed = options.seed
    let place = try RunDirectory(for: directory.url.appendingPathComponent("masked-texts"))
    // What lies there of another run is not this one's.
    let known = job.resume ? try place.state().flatMap { $0.identity == identity ? $0 : nil } : nil
    let objective = MaskedTokens(
      model: model, corpus: target.learnt, masking: target.masking,
      validation: HeldMaskedTexts(corpus: target.held, masking: target.masking))
    do {
      let before = try objective.validation.loss(model, compute, isCancelled: isCancelled)
      let tuning = FineTuning(
        reading, adapter: MaskedReading(reading), hidden: model.configuration.hiddenSize)
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
      return
        "\(Figures.count(passes, "pass", "passes")) over the texts of the other domain by masked tokens alone: perplexity "
        + "\(perplexity(before)) to \(perplexity(after)) on those held out"
    } catch let error as TuningError {
      guard case .interrupted = error else { throw error }
      throw .interrupted(checkpoint: directory.url.path)
    } catch {
      // The texts that judge, before anything was learnt.
      throw .interrupted(checkpoint: directory.url.path)
    }
  }
}
