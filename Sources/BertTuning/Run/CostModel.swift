import BertEncoder
import BertInference
import BertKernels
import BertStorage
import BertText

/// Estimates of time and memory, from the sizes of the model and one short measurement.
struct CostModel {
  let configuration: EncoderConfiguration
  /// Seconds of inference for a token, measured.
  let secondsPerToken: Double
  /// Batches that are computed at the same time.
  private let lanes: Int

  /// - Parameter secondsPerToken: of inference, measured.
  init(configuration: EncoderConfiguration, lanes: Int, secondsPerToken: Double) {
    self.configuration = configuration
    self.lanes = lanes
    self.secondsPerToken = secondsPerToken
  }

  /// Measures a batch of typical texts, which runs twice; the first run warms up.
  init(model: SequenceClassifier, texts: [TextEncoder.Encoded], compute: Compute) {
    configuration = model.configuration
    lanes = compute.threads
    let stride = max(1, texts.count / 16)
    let sample = texts.indices.filter { $0.isMultiple(of: stride) }.prefix(16).compactMap { texts[$0].windows.first }
    let batch = TokenBatch(sample)
    guard batch.tokenCount > 0 else {
      secondsPerToken = 0
      return
    }
    _ = model.logits(batch, compute: compute)
    let clock = ContinuousClock()
    let elapsed = clock.measure { _ = model.logits(batch, compute: compute) }
    secondsPerToken = elapsed.inSeconds / Double(batch.tokenCount)
  }

  /// Backward costs twice the forward pass, once for the inputs' gradients and once for those of the matrices where
  /// these are trained, but only for the share of the layers at or above the lowest trained one. The optimizer moves
  /// about 28 bytes a weight; 8 GB/s is what two threads of a small machine reach.
  func fineTuningSeconds(
    tokensPerEpoch: Int, epochs: Int, steps: Int, trainedLayers: Int, trainsMatrices: Bool, trainedWeights: Int,
    validationTokens: Int
  ) -> Double {
    let share = Double(trainedLayers) / Double(max(1, configuration.layerCount))
    let passes =
      Double(tokensPerEpoch * epochs) * (1 + (trainsMatrices ? 2 : 1) * share) + Double(validationTokens * epochs)
    return passes * secondsPerToken + Double(steps) * Double(trainedWeights) * 28 / 8e9
  }

  /// The work of a head for masked tokens as a share of the encoder's, by the number of multiplications.
  func maskedHeadShare(_ masking: MaskingOptions) -> Double {
    let c = configuration
    let layer = c.hiddenSize * (c.hiddenSize + c.projectionSize + c.intermediateSize + c.feedForwardColumns)
    return masking.share * Double(c.vocabularySize * c.embeddingSize) / Double(max(1, c.layerCount * layer))
  }

  func inferenceSeconds(tokens: Int) -> Double { Double(tokens) * secondsPerToken }

  /// Weights (as held and as packed for the products), the features as computed and as selected, and a batch for each
  /// thread.
  func featuresBytes(weights: Int, rows: Int) -> Int {
    let c = configuration
    let tokens = lanes * BatchCut.standard.tokenBudget
    // A gated feed-forward keeps both halves beside their product.
    let inner = c.feedForwardColumns + (c.feedForwardColumns > c.intermediateSize ? c.intermediateSize : 0)
    return 4 * (2 * weights + 2 * rows * c.hiddenSize + tokens * (3 * c.hiddenSize + c.projectionSize + inner))
  }
}
