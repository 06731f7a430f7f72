import BertEncoder

/// Full fine-tuning: all weights are trained, or those from some layer up, at a learning rate that depends on the
/// layer.
struct Layerwise: Adapter {
  let freeze: FreezePolicy
  let isGradual: Bool
  let decay: Double

  init(_ options: TrainingOptions) {
    freeze = options.freeze
    isGradual = options.gradualUnfreeze
    decay = options.layerDecay
  }

  func usualLearningRate(hidden: Int) -> Double { TrainingOptions.usualLearningRate(hidden: hidden) }

  /// Gradual unfreezing begins with the head and the top layer.
  func trains(_ parameter: Parameter, of model: SequenceClassifier, epoch: Int) -> Bool {
    let isClassifier = parameter.part == .classifier
    guard !freeze.freezes(depth: parameter.highestDepth, isClassifier: isClassifier) else { return false }
    return !isGradual || parameter.highestDepth >= model.configuration.layerCount - epoch
  }

  /// All, frozen or not: the encoder's files do not have the weights of layers that were initialized anew.
  func saved(of model: SequenceClassifier, epochs: Int) -> [Parameter] { model.parameters + model.addedParameters }
}
