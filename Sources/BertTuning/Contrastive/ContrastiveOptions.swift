import BertData
import BertStorage

/// How an encoder learns vectors of texts from pairs of texts.
public struct ContrastiveOptions: Sendable, Codable, Equatable {
  /// The factor of cosines before the softmax over the texts of a batch, the inverse of the temperature; not used for
  /// scored pairs.
  public var scale = 20.0
  /// Matryoshka dimensions: the first d components of a vector also learn to serve as a vector, for each d (Kusupati et
  /// al., arXiv 2205.13147); nil learns whole vectors.
  public var dimensions: [Int]?
  /// The number of hard negatives that are mined for each row with the encoder's initial vectors; nil uses those of the
  /// data.
  public var hardNegatives: Int?
  /// The relative margin of hard negatives: their cosine to the query is at most 1 − margin times that of the positive.
  public var negativeMargin = ContrastiveOptions.usualNegativeMargin

  /// The margin of 95 % of the positive's cosine (de Souza et al., arXiv 2407.15831).
  public static let usualNegativeMargin = 0.05

  /// The defaults: a scale of 20, as sentence-transformers' `MultipleNegativesRankingLoss` has it.
  public init() {}

  /// Checks the options that do not depend on the encoder.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``
  func validate() throws(TuningError) {
    try TrainingOptions.check("scale", scale, scale.isFinite && scale > 0, "must be a number above 0, such as 20")
    if let dimensions {
      let shown = dimensions.map { "\($0)" }.joined(separator: ",")
      try TrainingOptions.check(
        "matryoshka", shown,
        !dimensions.isEmpty && dimensions.allSatisfy { $0 > 0 } && Set(dimensions).count == dimensions.count,
        "must be different numbers of dimensions, such as 384,128,64")
    }
    if let hardNegatives {
      try TrainingOptions.check(
        "hard-negatives", hardNegatives, (1...64).contains(hardNegatives), "must be from 1 to 64")
    }
    try TrainingOptions.check(
      "negative-margin", negativeMargin, negativeMargin >= 0 && negativeMargin < 1, "must be at least 0 and below 1")
  }

  /// Checks the Matryoshka dimensions against the encoder.
  ///
  /// - Parameter width: The dimensions of its vectors.
  /// - Throws: ``TuningError/option(name:value:rule:)``
  func validate(width: Int) throws(TuningError) {
    for dimension in dimensions ?? [] {
      try TrainingOptions.check(
        "matryoshka", dimension, dimension <= width, "the vectors of this encoder have \(Counted(width, "dimension"))")
    }
  }
}

extension TrainingOptions {
  /// The defaults of learning vectors from pairs of texts: the rate and the single epoch of sentence-transformers'
  /// recipes, without weight decay as its trainer has it.
  public static var ofTextPairs: TrainingOptions {
    var options = TrainingOptions()
    options.method = .finetune
    options.contrastive = ContrastiveOptions()
    options.epochs = 1
    options.learningRate = 2e-5
    options.weightDecay = 0
    return options
  }
}
