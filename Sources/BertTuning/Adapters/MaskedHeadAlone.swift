import BertEncoder

/// Trains only a head for masked tokens, added beside a classifier's own head; the encoder is frozen.
struct MaskedHeadAlone: Adapter {
  /// The peak learning rate. It is high because only new parameters are trained: a matrix, a LayerNorm and a bias.
  static let rate = 1e-3

  var decay: Double { 1 }

  func usualLearningRate(hidden: Int) -> Double { Self.rate }

  func trains(_ parameter: Parameter, of model: SequenceClassifier, epoch: Int) -> Bool {
    model.addedParameters.contains { $0 === parameter }
  }

  func saved(of model: SequenceClassifier, epochs: Int) -> [Parameter] { model.addedParameters }
}
