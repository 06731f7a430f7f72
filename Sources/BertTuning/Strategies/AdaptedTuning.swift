import BertData
import BertEncoder
import BertFeatures
import BertInference

/// The method `finetune` with an adaptation to another domain: a classifier is trained on the source alone, another one
/// on source and target, and both are evaluated.
struct AdaptedTuning: Strategy {
  private let options: TrainingOptions
  private let ways: [DeepAdaptation]
  private let tuning: FineTuning

  /// - Parameter ways: At least one.
  init(_ options: TrainingOptions, ways: [DeepAdaptation], hidden: Int) {
    self.options = options
    self.ways = ways
    tuning = FineTuning(options, adapter: Layerwise(options), hidden: hidden)
  }

  private var compares: Bool { ways.contains(where: \.comparesDomains) }
  private var masks: Bool { ways.contains(.mlm) }

  var isResumable: Bool { true }
  var keepsEncoder: Bool { false }
  var learningRate: Double? { tuning.learningRate }
  var warnings: [TrainingWarning] { tuning.warnings }

  func model(of classifier: SequenceClassifier) -> SequenceClassifier { tuning.model(of: classifier) }

  func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool { tuning.trains(parameter, of: model) }

  func tokenBudget(_ memory: MemoryModel) throws(TuningError) -> Int? { try tuning.tokenBudget(memory) }

  /// Two trainings, one after the other, after the target has been encoded.
  func forecast(_ work: Workload, _ cost: CostModel, _ memory: MemoryModel, tokenBudget: Int?) -> Forecast {
    var adapted = work
    let mean = Double(work.targetTokens) / Double(max(1, work.targetTexts))
    let masked = masks ? 1 + cost.maskedHeadShare(options.masking ?? MaskingOptions()) : 0
    if masks { adapted.tokens += Int(Double(work.sequences) * mean * masked) }
    if compares {
      adapted.tokens += Int(Double(work.sequences) * mean)
      adapted.batchTokens += Int(Double(min(options.batchSize, work.sequences)) * mean)
    }
    var forecast = tuning.forecast(adapted, cost, memory, tokenBudget: tokenBudget)
    let alone = tuning.forecast(work, cost, memory, tokenBudget: tokenBudget)
    // The pretrained encoder encodes both domains, and both classifiers predict.
    forecast.seconds +=
      alone.seconds + cost.inferenceSeconds(tokens: work.tokens + 3 * work.targetTokens + 2 * work.validationTokens)
    if masks, work.maskedPasses > 0 {
      forecast.seconds += cost.fineTuningSeconds(
        tokensPerEpoch: Int(Double(work.targetTokens) * masked), epochs: work.maskedPasses,
        steps: options.stepsPerEpoch(items: work.targetTexts) * work.maskedPasses, trainedLayers: work.trainedLayers,
        trainsMatrices: work.trainsMatrices, trainedWeights: memory.trainedWeights, validationTokens: 0)
    }
    if masks, work.headPasses > 0 {
      // The encoder runs forward alone; the head takes two more products for its backward pass.
      forecast.seconds +=
        Double(work.headPasses) * cost.inferenceSeconds(tokens: Int(Double(work.targetTokens) * (3 * masked - 2)))
    }
    // The weights of the run are kept while a model is trained on the source alone.
    forecast.bytes = max(forecast.bytes, alone.bytes + 4 * memory.weights)
    return forecast
  }

  func learn(
    _ session: TrainingSession, resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    let isJudged = session.job.data.target?.isJudged ?? false
    // Before any training, because these are vectors of the pretrained encoder.
    let vectors =
      isJudged || ways.contains(.weights)
      ? try DomainVectors(session, isCancelled: isCancelled, onEvent: onEvent) : nil
    let weights = ways.contains(.weights) ? try vectors?.rowWeights() : nil
    let distance = isJudged ? try vectors?.distance() : nil
    let estimates = isJudged && session.measuredTexts.isEmpty ? try vectors?.estimates() : nil
    let alone = isJudged ? try session.sourceAlone(isCancelled: isCancelled, onEvent: onEvent) : nil
    let reading = try session.maskedTarget.flatMap { target throws(TuningError) in
      try session.readTarget(target, isCancelled: isCancelled, onEvent: onEvent)
    }
    var learnt = try learn(session, weights, from: saved, isCancelled, onEvent)
    learnt.note = reading ?? learnt.note
    guard let alone, let distance else { return learnt }
    var adapted = try JudgedLogits(session)
    adapted.metrics = learnt.validation
    learnt.transfer = try receipt(session, alone, adapted, distance, estimates ?? [])
    if let drowned = drowned(alone, adapted) { onEvent(.warning(drowned)) }
    return learnt
  }

  /// - Parameter weights: The weight of each window of the training texts; nil where all count the same.
  private func learn(
    _ session: TrainingSession, _ weights: [Double]?, from saved: RunState?, _ isCancelled: () -> Bool,
    _ onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    let run = LearningRun(
      session.job, identity: session.identity, directory: session.directory, compute: session.compute,
      tokenBudget: session.tokenBudget, saved: saved)
    let windows = zip(session.encodedTraining, session.job.data.training).flatMap { encoded, example in
      encoded.windows.map { (encoding: $0, label: example.label ?? 0) }
    }
    let rows = windows.enumerated().map { place, window in
      Supervised<WeightedRows<Int>.Row>.Item(
        encoding: window.encoding, target: .init(target: window.label, weight: weights?[place] ?? 1))
    }
    let loss = WeightedRows(session.loss)
    guard compares else {
      return try learn(
        Supervised(model: session.model, loss: loss, rows: rows, validation: session.epochJudge), session, run,
        isCancelled, onEvent)
    }
    let confuses = ways.contains(.dann)
    let model = SequenceClassifier(comparingDomainsOf: session.model, confuses: confuses, seed: options.seed)
    let joined = AdaptedLoss(
      task: loss, distances: ways.compactMap(\.distance), confuses: confuses, weight: options.adaptationWeight ?? 1,
      classes: session.model.classes)
    let task = AdaptedTask(
      model: model, classifier: session.model, loss: joined, rows: rows,
      target: session.maskedTarget?.learnt.encodings ?? session.encodedTarget.flatMap(\.windows),
      totalSteps: options.stepsPerEpoch(items: rows.count) * options.epochs, validation: session.epochJudge)
    let learnt = try learn(task, session, run, isCancelled, onEvent)
    model.setTrained { _ in false }
    return learnt
  }

  /// Trains on a task, with masked tokens of the target beside it where the run learns them.
  private func learn<Task: Objective>(
    _ task: Task, _ session: TrainingSession, _ run: LearningRun, _ isCancelled: () -> Bool,
    _ onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    guard let target = session.maskedTarget else {
      return try tuning.learn(task, run, isCancelled: isCancelled, onEvent: onEvent)
    }
    let shares = target.shares(labelled: session.job.data.training.count)
    let judge = MixedJudge(
      model: session.model, task: session.heldTexts, truth: session.job.data.validation.map { $0.label ?? 0 },
      loss: session.loss, masked: HeldMaskedTexts(corpus: target.held, masking: target.masking), shares: shares)
    return try tuning.learn(
      MixedTask(
        task: task,
        texts: MixedTexts(corpus: target.learnt, masking: target.masking, passesBefore: target.plan.passes),
        shares: shares, held: target.plan.headPasses > 0 ? HeldGradients(of: task.model) : nil, validation: judge),
      run, isCancelled: isCancelled, onEvent: onEvent)
  }

  /// The effect of the adaptation: measured on labelled texts of the target where there are any, otherwise estimated
  /// from the validation rows, which neither classifier learnt from.
  private func receipt(
    _ session: TrainingSession, _ alone: JudgedLogits, _ adapted: JudgedLogits, _ distance: TransferReceipt.Distance,
    _ estimates: [AccuracyEstimate]
  ) throws(TuningError) -> TransferReceipt {
    let classes = session.labels.count, measured = session.measuredTexts.map(\.label)
    func isRight(_ logits: [Double]) -> [Bool] {
      measured.indices.map { row in
        let own = logits[row * classes..<(row + 1) * classes]
        return own.firstIndex(of: own.max() ?? 0) == own.startIndex + measured[row]
      }
    }
    do throws(FeatureSpaceError) {
      guard measured.isEmpty else {
        return try TransferReceipt(
          sourceIsRight: isRight(alone.measured), adaptedIsRight: isRight(adapted.measured), distance: distance)
      }
      let known = session.job.data.validation.map { $0.label ?? 0 }
      func answers(_ logits: JudgedLogits) throws(FeatureSpaceError) -> TransferReceipt.Answers {
        func probabilities(_ logits: [Double]) -> [Double] {
          stride(from: 0, to: logits.count, by: classes).flatMap { Softmax.probabilities(logits[$0..<$0 + classes]) }
        }
        return (
          try JudgedAnswers(probabilities: probabilities(logits.validation), classes: classes, labels: known),
          try JudgedAnswers.confidences(
            probabilities(logits.target), classes: classes, rows: session.encodedTarget.count)
        )
      }
      return try TransferReceipt(
        source: answers(alone), adapted: answers(adapted), by: estimates, seed: options.seed, distance: distance)
    } catch {
      throw .vectors(error)
    }
  }

  /// The warning that the classifier is worse on the source than without the adaptation, by more than chance.
  private func drowned(_ alone: JudgedLogits, _ adapted: JudgedLogits) -> TrainingWarning? {
    guard let before = alone.metrics?.classification, let after = adapted.metrics?.classification else { return nil }
    let interval = ConfidenceInterval(share: after.accuracy, rows: after.rows)
    return before.accuracy > interval.high ? .taskDrowned(source: before.accuracy, adapted: after.accuracy) : nil
  }

  func lead(encoder: String) -> String { "\(encoder), fine-tuned and adapted to another domain" }
}

extension DeepAdaptation {
  /// The distance between the vectors of both domains that is minimized; nil for other adaptations.
  fileprivate var distance: (any DomainLoss)? {
    switch self {
    case .deepCoral: CovarianceDistance()
    case .mmd: KernelDistance()
    case .mlm, .dann, .weights: nil
    }
  }
}
