/// How a head is trained together with an encoder that has learnt from pairs: setfit's differentiable head, end to end.
/// The defaults are those of setfit 1.2.
public struct JointHeadOptions: Sendable, Codable, Equatable {
  /// Epochs over the training texts.
  public var epochs = 16
  /// Texts in a step.
  public var batchSize = 2
  /// The rate of the head at the start; it is halved after every fifth epoch, and so is the encoder's.
  public var learningRate = 1e-2
  /// The rate of the encoder at the start.
  public var bodyLearningRate = 1e-5
  /// Decoupled weight decay of both; never on biases and LayerNorm.
  public var weightDecay = 0.01

  /// The defaults.
  public init() {}

  /// The number of epochs after which the rates are halved.
  static let halvingEpochs = 5
}
