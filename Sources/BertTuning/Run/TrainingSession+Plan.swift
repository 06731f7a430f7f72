import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText

extension TrainingSession {
  static func plan(
    job: TrainingJob, source: PretrainedModel, choice: MethodChoice, peakRate: Double, model: SequenceClassifier,
    memory: MemoryModel,
    tokenBudget: Int?, compute: Compute, training: [TextEncoder.Encoded],
    validation: [TextEncoder.Encoded], test: [TextEncoder.Encoded]
  ) -> TrainingPlan {
    let options = job.options, data = job.data
    let configuration = model.configuration
    let isFineTuned = choice.method == .finetune
    let trained = Self.trained(model, options, choice)
    let sequences = training.reduce(0) { $0 + $1.windows.count }
    let tokens = training.reduce(0) { $0 + $1.tokenCount }
    let validationTokens = validation.reduce(0) { $0 + $1.tokenCount }
    let testTokens = test.reduce(0) { $0 + $1.tokenCount }
    let steps = isFineTuned ? options.stepsPerEpoch(items: sequences) * options.epochs : 0
    let cost = CostModel(model: model, texts: training, compute: compute)
    let lowest = trained.map(\.depth).min() ?? configuration.layerCount + 1
    let batchTokens = largestBatch(training, size: options.batchSize)
    let seconds =
      isFineTuned
      ? cost.fineTuningSeconds(
        tokensPerEpoch: tokens, epochs: options.epochs, steps: steps,
        trainedLayers: configuration.layerCount + 1 - max(1, lowest),
        trainedWeights: memory.trainedWeights, validationTokens: validationTokens)
        + cost.inferenceSeconds(tokens: testTokens)
      : cost.inferenceSeconds(tokens: tokens + 2 * validationTokens + testTokens)
    return TrainingPlan(
      encoder: job.encoderName, layers: configuration.layerCount, hidden: configuration.hiddenSize,
      weights: memory.weights,
      trainedWeights: memory.trainedWeights, purpose: source.purpose, newTensors: model.freshParameters,
      unusedTensors: source.names.unusedGroups.map(\.description), choice: choice,
      rowsPerLabel: zip(data.labels.names, data.counts).map { .init(label: $0, rows: $1) },
      validationRows: data.validation.count, testRows: data.test.count, maxLength: options.maxLength,
      longText: options.longText,
      longShare: Double(training.count { $0.isLong }) / Double(max(1, training.count)), tokensPerEpoch: tokens,
      epochs: isFineTuned ? options.epochs : 1, steps: steps, learningRate: isFineTuned ? peakRate : nil,
      expectedSeconds: seconds,
      expectedBytes: isFineTuned
        ? memory.bytes(tokens: min(batchTokens, tokenBudget ?? .max))
        : cost.featuresBytes(weights: memory.weights, rows: sequences + validation.count),
      partsPerBatch: isFineTuned ? tokenBudget.map { max(1, (batchTokens + $0 - 1) / $0) } ?? 1 : 1)
  }

  private static func trained(
    _ model: SequenceClassifier, _ options: TrainingOptions, _ choice: MethodChoice
  ) -> [Parameter] {
    let trainability = Trainability(options, layers: model.configuration.layerCount)
    return model.parameters.filter { parameter in
      choice.method == .finetune
        ? trainability.everTrains(parameter, epochs: options.epochs) : parameter.part == .classifier
    }
  }

  static func memory(
    _ model: SequenceClassifier, _ options: TrainingOptions, _ choice: MethodChoice, training: [TextEncoder.Encoded]
  ) -> MemoryModel {
    let trained = trained(model, options, choice)
    let words = Set(training.lazy.flatMap(\.windows).flatMap(\.ids))
    return MemoryModel(
      configuration: model.configuration, weights: model.parameters.reduce(0) { $0 + $1.count },
      trainedWeights: trained.reduce(0) { $0 + $1.count },
      touchedRows: trained.contains { $0.part == .embeddings } ? words.count : nil, recomputes: options.recompute,
      longest: training.lazy.flatMap(\.windows).map(\.ids.count).max() ?? 1)
  }

  /// The tokens that may be computed at once.
  ///
  /// - Throws: `option` where not even the longest text fits.
  static func tokenBudget(
    _ memory: MemoryModel, _ options: TrainingOptions, _ choice: MethodChoice, training: [TextEncoder.Encoded]
  ) throws(TuningError) -> Int? {
    guard let limit = options.maxMemory, choice.method == .finetune else { return nil }
    let budget = memory.tokenBudget(limit: limit)
    let longest = memory.longest
    guard budget >= longest else {
      throw .option(
        name: "max-memory", value: TrainingPlan.bytes(limit),
        rule: "this encoder and texts of \(longest) tokens need \(TrainingPlan.bytes(memory.bytes(tokens: longest))); "
          + "give more, or less to hold: \(options.recompute ? "" : "--recompute, ")--freeze or a lower --max-length")
    }
    return budget
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
