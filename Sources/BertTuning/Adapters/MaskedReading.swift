import BertEncoder

/// Trains on masked tokens alone, in a classifier that has a head for them beside its own: the encoder and that head
/// are trained, the classifier's own head is not.
struct MaskedReading: Adapter {
  private let layers: Layerwise

  init(_ options: TrainingOptions) { layers = Layerwise(options) }

  var decay: Double { layers.decay }

  func usualLearningRate(hidden: Int) -> Double { layers.usualLearningRate(hidden: hidden) }

  func trains(_ parameter: Parameter, of model: SequenceClassifier, epoch: Int) -> Bool {
    switch parameter.part {
    case .embeddings, .layer: layers.trains(parameter, of: model, epoch: epoch)
    // The dense layer of the head for masked tokens counts as a pooler.
    case .pooler, .classifier: model.addedParameters.contains { $0 === parameter }
    }
  }

  func saved(of model: SequenceClassifier, epochs: Int) -> [Parameter] { layers.saved(of: model, epochs: epochs) }
}
