import BertEncoder
import BertKernels

/// Which parameters a run trains, and at what learning rate. The ``Trainer`` takes any adapter with any objective.
protocol Adapter {
  /// Factor between the learning rate of a layer and that of the layer below it.
  var decay: Double { get }

  /// The default of the peak learning rate.
  ///
  /// - Parameter hidden: width of the encoder.
  func usualLearningRate(hidden: Int) -> Double

  /// The share of the step's learning rate that a parameter gets.
  func rateFactor(of parameter: Parameter, layers: Int) -> Double

  /// Adds the parameters to the model that are trained beside its own.
  func attach(to model: SequenceClassifier)

  /// Whether an epoch, from 0, trains a parameter of the model. A later epoch trains all that an earlier one does.
  func trains(_ parameter: Parameter, of model: SequenceClassifier, epoch: Int) -> Bool

  /// The parameters that a checkpoint holds: with the encoder that the run began with they make up the model.
  func saved(of model: SequenceClassifier, epochs: Int) -> [Parameter]

  /// Merges what was learnt into the model's own weights and removes the added parameters.
  func detach(from model: SequenceClassifier, _ compute: Compute)
}

extension Adapter {
  /// Decays with the depth of the parameter's layer.
  func rateFactor(of parameter: Parameter, layers: Int) -> Double {
    LayerDecay.multiplier(depth: parameter.highestDepth, layers: layers, decay: decay)
  }

  /// Adds nothing.
  func attach(to model: SequenceClassifier) {}

  /// Nothing was added.
  func detach(from model: SequenceClassifier, _ compute: Compute) {}

  /// Whether any of the epochs trains a parameter.
  func everTrains(_ parameter: Parameter, of model: SequenceClassifier, epochs: Int) -> Bool {
    trains(parameter, of: model, epoch: epochs - 1)
  }
}
