/// What keeps fine-tuning near the encoder that it begins with, and its results near each other from seed to seed. What is
/// nil is left out.
public struct StabilityOptions: Sendable, Codable, Equatable {
  /// Whether the head is learnt on the frozen features before all weights move (LP-FT: Kumar et al., arXiv 2202.10054).
  public var linearProbe: Bool?
  /// α of L2-SP (Li, Grandvalet and Davoine, arXiv 1802.01483): α/2 times the squared distance of the weights from those
  /// that the encoder came with is added to the loss, in the place of weight decay.
  public var startPull: Double?
  /// β of L2-SP: β/2 times the squares of the matrices that begin anew is added to the loss; nil takes
  /// ``usualHeadPull``.
  public var headPull: Double?
  /// p of Mixout (Lee, Cho and Kang, arXiv 1909.11299): each number of a layer's matrix is the encoder's own with this
  /// probability, drawn for each step.
  public var mixout: Double?
  /// α of R-Drop (Liang et al., arXiv 2106.14448): what a difference between two passes of a text under dropout counts in
  /// the loss.
  public var rDrop: Double?
  /// What the masked tokens of ``TrainingData/anchor`` count in the loss beside the task.
  public var anchorWeight: Double?
  /// The decay of the running mean of the weights, which is what is judged and kept.
  public var averaging: Double?
  /// Whether the run says what it did to the encoder as one of sentences.
  public var reportsDrift: Bool?

  /// Nothing of the kind.
  public init() {}

  /// What masked tokens count where texts anchor the encoder, unless told otherwise.
  public static let usualAnchorWeight = 0.1
  /// α of L2-SP where texts anchor the encoder, unless told otherwise.
  public static let usualAnchorPull = 0.01
  /// β unless told otherwise: that of the paper's runs.
  public static let usualHeadPull = 0.01
}
