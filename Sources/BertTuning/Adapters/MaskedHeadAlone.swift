import BertEncoder

/// Learning a head for masked tokens that stands beside a classifier's own, on an encoder that stays as it is.
struct MaskedHeadAlone: Adapter {
  /// The rate of every pass: only a new matrix, LayerNorm and bias move, which nothing of worth is lost from.
  static let rate = 1e-3

  var decay: Double { 1 }

  func usualLearningRate(hidden: Int) -> Double { Self.rate }

  func trains(_ parameter: Parameter, of model: SequenceClassifier, epoch: Int) -> Bool {
    model.addedParameters.contains { $0 === parameter }
  }

  func saved(of model: SequenceClassifier, epochs: Int) -> [Parameter] { model.addedParameters }
}
