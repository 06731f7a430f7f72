import BertEncoder

/// BitFit (Ben Zaken, Goldberg and Ravfogel, arXiv 2106.10199): only the head and the encoder's biases, LayerNorm's β
/// included, are trained.
struct BiasTerms: Adapter {
  let decay: Double

  init(_ options: TrainingOptions) { decay = options.layerDecay }

  /// The paper takes 1e-4 to 1e-3, where full fine-tuning takes 1e-5 to 5e-5.
  func usualLearningRate(hidden: Int) -> Double { 20 * TrainingOptions.usualLearningRate(hidden: hidden) }

  func trains(_ parameter: Parameter, of model: SequenceClassifier, epoch: Int) -> Bool {
    parameter.isBias || model.isHead(parameter)
  }

  func saved(of model: SequenceClassifier, epochs: Int) -> [Parameter] {
    model.parameters.filter { everTrains($0, of: model, epochs: epochs) }
  }
}
