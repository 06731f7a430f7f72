import BertEncoder

/// Separate rates for encoder and head: the encoder's are those of fine-tuning, and the head's are larger by a factor.
struct JointRates: Adapter {
  /// Which parameters below the head are trained, and at which rates.
  let body: Layerwise
  /// The rate of the head over that of the encoder.
  let headFactor: Double
  /// The number of encoder layers below the layer that takes the mean, which is not trained.
  let layers: Int

  var decay: Double { body.decay }

  func usualLearningRate(hidden: Int) -> Double { body.usualLearningRate(hidden: hidden) }

  func trains(_ parameter: Parameter, of model: SequenceClassifier, epoch: Int) -> Bool {
    switch parameter.part {
    case .embeddings: body.trains(parameter, of: model, epoch: epoch)
    case .layer(let index): index < layers && body.trains(parameter, of: model, epoch: epoch)
    case .pooler: false
    case .classifier: true
    }
  }

  func rateFactor(of parameter: Parameter, layers: Int) -> Double {
    parameter.part == .classifier
      ? headFactor : LayerDecay.multiplier(depth: parameter.highestDepth, layers: self.layers, decay: decay)
  }

  func saved(of model: SequenceClassifier, epochs: Int) -> [Parameter] { body.saved(of: model, epochs: epochs) }
}
