import BertData
import BertStorage

/// How vectors of texts are learnt from pairs that go together.
public struct ContrastiveOptions: Sendable, Codable, Equatable {
  /// What cosines are multiplied by before the softmax over the texts of a batch, one divided by the temperature; scored
  /// pairs do without.
  public var scale = 20.0
  /// So many of the first dimensions of a vector are learnt to serve as vectors by themselves, each beside the others
  /// (Kusupati et al., arXiv 2205.13147); nil learns whole vectors.
  public var dimensions: [Int]?
  /// How many texts that are like what is asked, and do not belong to it, are found with the vectors of the start and
  /// learnt from; nil takes those of the data.
  public var hardNegatives: Int?
  /// How much less alike than the text that belongs to what is asked such a text must be, as a share of that one's cosine.
  public var negativeMargin = ContrastiveOptions.usualNegativeMargin

  /// The margin of 95 % of the positive's cosine (de Souza et al., arXiv 2407.15831).
  public static let usualNegativeMargin = 0.05

  /// The defaults: a scale of 20, as sentence-transformers' `MultipleNegativesRankingLoss` has it.
  public init() {}

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

  /// Checks the rest against the encoder.
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
  /// The defaults of learning vectors from pairs of texts: the rate and the single epoch of sentence-transformers' recipes,
  /// without weight decay as its trainer has it.
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
