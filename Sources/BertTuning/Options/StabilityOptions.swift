/// Methods that keep fine-tuning near the pretrained weights, and its results near each other from seed to seed. A
/// method whose member is nil is not used.
public struct StabilityOptions: Sendable, Codable, Equatable {
  /// Whether the head is trained on the frozen features before all weights are (LP-FT: Kumar et al., arXiv 2202.10054).
  public var linearProbe: Bool?
  /// α of L2-SP (Li, Grandvalet and Davoine, arXiv 1802.01483): α/2 times the squared distance of the weights from the
  /// pretrained ones is added to the loss, instead of weight decay.
  public var startPull: Double?
  /// β of L2-SP: β/2 times the sum of squares of the matrices that start from random values is added to the loss; nil
  /// takes ``usualHeadPull``.
  public var headPull: Double?
  /// p of Mixout (Lee, Cho and Kang, arXiv 1909.11299): with this probability, drawn for each step, a weight of a
  /// layer's matrix is replaced by its pretrained value.
  public var mixout: Double?
  /// α of R-Drop (Liang et al., arXiv 2106.14448): the weight in the loss of the divergence between two passes of a
  /// text under dropout.
  public var rDrop: Double?
  /// The weight of the masked tokens of ``TrainingData/anchor`` in the loss, beside the task.
  public var anchorWeight: Double?
  /// The decay of the running mean of the weights; the mean is evaluated and kept.
  public var averaging: Double?
  /// Whether the run reports how it changed the encoder's sentence vectors.
  public var reportsDrift: Bool?

  /// No method.
  public init() {}

  /// The default of ``anchorWeight`` where texts anchor the encoder.
  public static let usualAnchorWeight = 0.1
  /// The default of α of L2-SP where texts anchor the encoder.
  public static let usualAnchorPull = 0.01
  /// The default of β, that of the paper's runs.
  public static let usualHeadPull = 0.01
}
