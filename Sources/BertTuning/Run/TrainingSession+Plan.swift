import BertData
import BertEncoder
import BertKernels

extension TrainingSession {
  static func plan(
    job: TrainingJob, choice: MethodChoice, peakRate: Double, model: SequenceClassifier, compute: Compute,
    training: [TextEncoder.Encoded], validation: [TextEncoder.Encoded], test: [TextEncoder.Encoded]
  ) -> TrainingPlan {
    let options = job.options, data = job.data
    let configuration = model.configuration
    let isFineTuned = choice.method == .finetune
    let trainability = Trainability(options, layers: configuration.layerCount)
    let trained = model.parameters.filter { parameter in
      isFineTuned ? trainability.everTrains(parameter, epochs: options.epochs) : parameter.part == .classifier
    }
    let weights = model.parameters.reduce(0) { $0 + $1.count }
    let trainedWeights = trained.reduce(0) { $0 + $1.count }
    let sequences = training.reduce(0) { $0 + $1.windows.count }
    let tokens = training.reduce(0) { $0 + $1.tokenCount }
    let validationTokens = validation.reduce(0) { $0 + $1.tokenCount }
    let testTokens = test.reduce(0) { $0 + $1.tokenCount }
    let steps = isFineTuned ? FineTuner.stepsPerEpoch(rows: sequences, options) * options.epochs : 0
    let cost = CostModel(model: model, texts: training, compute: compute)
    let lowest = trained.map(\.depth).min() ?? configuration.layerCount + 1
    let meanLength = tokens / max(1, sequences)
    let seconds =
      isFineTuned
      ? cost.fineTuningSeconds(
        tokensPerEpoch: tokens, epochs: options.epochs, steps: steps,
        trainedLayers: configuration.layerCount + 1 - max(1, lowest),
        trainedWeights: trainedWeights, validationTokens: validationTokens) + cost.inferenceSeconds(tokens: testTokens)
      : cost.inferenceSeconds(tokens: tokens + 2 * validationTokens + testTokens)
    return TrainingPlan(
      encoder: job.encoderName, layers: configuration.layerCount, hidden: configuration.hiddenSize, weights: weights,
      trainedWeights: trainedWeights, choice: choice,
      rowsPerLabel: zip(data.labels.names, data.counts).map { .init(label: $0, rows: $1) },
      validationRows: data.validation.count, testRows: data.test.count, maxLength: options.maxLength,
      longText: options.longText,
      longShare: Double(training.count { $0.isLong }) / Double(max(1, training.count)), tokensPerEpoch: tokens,
      epochs: isFineTuned ? options.epochs : 1, steps: steps, learningRate: isFineTuned ? peakRate : nil,
      expectedSeconds: seconds,
      expectedBytes: isFineTuned
        ? cost.fineTuningBytes(
          weights: weights, trainedWeights: trainedWeights, batchTokens: meanLength * options.batchSize,
          meanLength: meanLength)
        : cost.featuresBytes(weights: weights, rows: sequences + validation.count))
  }
}
