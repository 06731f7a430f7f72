import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText

extension TrainingSession {
  static func plan<Rows>(
    job: EncoderJob<Rows>, folds: Int?, encoder: SharedEncoder, choice: MethodChoice, strategy: any Strategy,
    model: SequenceClassifier,
    memory: MemoryModel, tokenBudget: Int?, compute: Compute, training: [TextEncoder.Encoded],
    validation: [TextEncoder.Encoded], test: [TextEncoder.Encoded], target: [TextEncoder.Encoded] = [],
    unlabelled: [TextEncoder.Encoded] = [], resampling: ResampledRows? = nil, rowsPerLabel: [TrainingPlan.LabelCount]
  ) -> TrainingPlan {
    let outer = StageClock.enter(.planning)
    defer { StageClock.leave(to: outer) }
    let options = job.options
    let configuration = model.configuration
    let lowest = trained(model, strategy).map(\.depth).min() ?? configuration.layerCount + 1
    func tokens(_ texts: [TextEncoder.Encoded]) -> Int { texts.reduce(0) { $0 + $1.tokenCount } }
    let windows = training.reduce(0) { $0 + $1.windows.count }, augmentation = options.augmentation
    let sequences = (resampling?.count ?? windows) * (1 + (augmentation?.texts?.copies ?? 0))
    let work = Workload(
      sequences: sequences, rowsPerLabel: rowsPerLabel.map(\.rows),
      tokens: Int(Double(tokens(training)) * Double(sequences) / Double(max(1, windows))),
      validationTexts: validation.count, validationTokens: tokens(validation), testTokens: tokens(test),
      targetTexts: target.count + unlabelled.count, targetTokens: tokens(target) + tokens(unlabelled),
      maskedPasses: MaskedTarget.passes(options, encoder.source), headPasses: MaskedTarget.headPasses(options, model),
      batchTokens: largestBatch(training, size: options.batchSize),
      trainedLayers: configuration.layerCount + 1 - max(1, lowest),
      trainsMatrices: memory.trainsMatrices)
    let forecast = strategy.forecast(
      work, encoder.cost(of: model, training, compute), memory, tokenBudget: tokenBudget)
    return TrainingPlan(
      encoder: job.encoderName, layers: configuration.layerCount, hidden: configuration.hiddenSize,
      weights: memory.weights,
      trainedWeights: memory.trainedWeights, purpose: encoder.source.purpose, newTensors: model.freshParameters,
      unusedTensors: encoder.source.names.unusedGroups.map(\.description), choice: choice,
      trainingRows: training.count, rowsPerLabel: rowsPerLabel, validationRows: validation.count, folds: folds,
      testRows: test.count, adaptation: options.adaptationNames, targetRows: target.count,
      unlabelledRows: unlabelled.count, maxLength: options.maxLength,
      longText: options.longText,
      longShare: Double(training.count { $0.isLong }) / Double(max(1, training.count)), tokensPerEpoch: work.tokens,
      epochs: forecast.epochs, steps: forecast.steps, learningRate: strategy.learningRate,
      precision: options.precision, parts: options.parts,
      expectedSeconds: forecast.seconds
        * (strategy.keepsEncoder ? 1 : trainings(folds: folds, known: job.knownParts.count)),
      expectedBytes: forecast.bytes,
      partsPerBatch: forecast.partsPerBatch)
  }

  /// The work of all trainings of the run, as a multiple of training on all rows. With k parts, each training of a part
  /// learns from the other k - 1.
  private static func trainings(folds: Int?, known: Int) -> Double {
    guard let folds, folds > 0 else { return 1 }
    return 1 + Double(max(0, folds - known) * (folds - 1)) / Double(folds)
  }

  private static func trained(_ model: SequenceClassifier, _ strategy: any Strategy) -> [Parameter] {
    model.trainable.filter { strategy.trains($0, of: model) }
  }

  static func memory(
    _ model: SequenceClassifier, _ options: TrainingOptions, _ strategy: any Strategy, training: [TextEncoder.Encoded]
  ) -> MemoryModel {
    let outer = StageClock.enter(.planning)
    defer { StageClock.leave(to: outer) }
    let trained = trained(model, strategy)
    let words = Set(training.lazy.flatMap(\.windows).flatMap(\.ids))
    let longest = training.lazy.flatMap(\.windows).map(\.ids.count).max() ?? 1
    // Masked tokens give each row of the word embeddings a gradient.
    let isMasked = options.learnsMaskedTokens
    let masked = Int((options.masking ?? MaskingOptions()).share * Double(options.batchSize * longest))
    return MemoryModel(
      configuration: model.configuration, weights: model.trainable.reduce(0) { $0 + $1.count },
      trainedWeights: trained.reduce(0) { $0 + $1.count },
      touchedRows: !isMasked && trained.contains { $0.touchedRows != nil } ? words.count : nil,
      trainsMatrices: trained.contains { $0.isMatrixOfLayer },
      adaptedWeights: model.lowRankUpdates.reduce(0) { $0 + $1.target.count },
      heldCopies: options.heldCopies(trained, of: model)
        + (MaskedTarget.headPasses(options, model) > 0
          ? trained.reduce(0) { $0 + ($1.part == .classifier ? 0 : $1.count) } : 0),
      gradientCopies: options.tree.root.level, recomputes: options.recompute, moments: options.moments,
      longest: options.augmentation?.texts == nil ? longest : options.maxLength,
      wordLogits: isMasked ? SequenceClassifier.maskedWorkingFloats(model.configuration, rows: masked) : 0)
  }

  /// The tokens of a large batch: the mean and three standard deviations.
  private static func largestBatch(_ training: [TextEncoder.Encoded], size: Int) -> Int {
    let lengths = training.flatMap(\.windows).map { Double($0.ids.count) }
    guard !lengths.isEmpty else { return 0 }
    let mean = lengths.reduce(0, +) / Double(lengths.count)
    let variance = lengths.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(lengths.count)
    let rows = Double(min(size, lengths.count))
    return Int(min(rows * mean + 3 * (rows * variance).squareRoot(), rows * (lengths.max() ?? mean)))
  }
}
