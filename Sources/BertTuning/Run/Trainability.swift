import BertEncoder

/// Which parameters an epoch trains.
struct Trainability {
  let freeze: FreezePolicy
  let isGradual: Bool
  let layers: Int

  init(_ options: TrainingOptions, layers: Int) {
    freeze = options.freeze
    isGradual = options.gradualUnfreeze
    self.layers = layers
  }

  /// - Parameter epoch: from 0. Gradual unfreezing begins with the head and the top layer.
  func trains(_ parameter: Parameter, epoch: Int) -> Bool {
    let isClassifier = parameter.part == .classifier
    guard !freeze.freezes(depth: parameter.highestDepth, isClassifier: isClassifier) else { return false }
    return !isGradual || parameter.highestDepth >= layers - epoch
  }

  /// Whether any of the epochs trains the parameter.
  func everTrains(_ parameter: Parameter, epochs: Int) -> Bool { trains(parameter, epoch: epochs - 1) }
}
