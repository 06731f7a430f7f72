import BertEncoder

/// Encoder and head at rates of their own: those below the head as the options of fine-tuning say, the head by a factor.
struct JointRates: Adapter {
  /// What moves below the head, and how fast.
  let body: Layerwise
  /// The rate of the head over that of the encoder.
  let headFactor: Double
  /// Layers of the encoder before that of the mean, which stays as it is.
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
