import BertEncoder
import BertKernels

/// Which parameters a run moves, and how fast. The ``Trainer`` takes any adapter with any objective.
protocol Adapter {
  /// Factor of the rate from one layer to the one below it.
  var decay: Double { get }

  /// The peak rate unless told otherwise.
  ///
  /// - Parameter hidden: width of the encoder.
  func usualLearningRate(hidden: Int) -> Double

  /// The share of the step's learning rate that a parameter gets.
  func rateFactor(of parameter: Parameter, layers: Int) -> Double

  /// Puts what is trained beside the model's own parameters into the model.
  func attach(to model: SequenceClassifier)

  /// Whether an epoch, from 0, trains a parameter of the model.
  func trains(_ parameter: Parameter, of model: SequenceClassifier, epoch: Int) -> Bool

  /// What decides the model beside the encoder that the run began with; a checkpoint holds it.
  func saved(of model: SequenceClassifier, epochs: Int) -> [Parameter]

  /// Makes the model an ordinary one again, with what was learnt in its weights.
  func detach(from model: SequenceClassifier, _ compute: Compute)
}

extension Adapter {
  /// By the layer.
  func rateFactor(of parameter: Parameter, layers: Int) -> Double {
    LayerDecay.multiplier(depth: parameter.highestDepth, layers: layers, decay: decay)
  }

  /// Nothing stands beside the model's own parameters.
  func attach(to model: SequenceClassifier) {}

  /// The model is an ordinary one already.
  func detach(from model: SequenceClassifier, _ compute: Compute) {}

  /// Whether any of the epochs trains a parameter.
  func everTrains(_ parameter: Parameter, of model: SequenceClassifier, epochs: Int) -> Bool {
    trains(parameter, of: model, epoch: epochs - 1)
  }
}
