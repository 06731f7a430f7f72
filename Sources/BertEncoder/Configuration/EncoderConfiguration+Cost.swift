/// The cost of a token in an encoder, in multiply-adds.
public struct EncoderCost: Sendable, Equatable {
  /// In the matrix products with weights: those of the layers, and the projection of embeddings narrower than the
  /// layers.
  public let perToken: Int
  /// In attention, for each token attended to.
  public let perSeenToken: Int
}

extension EncoderConfiguration {
  /// The cost of a token without the head.
  ///
  /// Counted from the shapes of the weights: a matrix takes as many multiply-adds per token as it has values, and
  /// counts again for each layer that shares it. Products that depend only on distances are the same for all texts of a
  /// length and do not count.
  public var cost: EncoderCost {
    let names = ParameterNames(self)
    var perToken = names.embeddingProjection.map { $0.weight.rows * $0.weight.columns } ?? 0
    for index in 0..<layerCount { perToken += names.layer(index).products.reduce(0) { $0 + $1.rows * $1.columns } }
    // Scores and the weighted sum of values: two products of a head's width, and one more for each distance term.
    return EncoderCost(perToken: perToken, perSeenToken: layerCount * (2 + distanceTerms) * headCount * headSize)
  }

  /// The number of terms of the scores that are products with vectors of distances.
  private var distanceTerms: Int {
    guard let distances else { return attendsToDistances ? 1 : 0 }
    return (distances.meetsQueries ? 1 : 0) + (distances.meetsKeys ? 1 : 0)
  }
}

extension LayerNames {
  /// The matrices that every token's state is multiplied with.
  var products: [ParameterSpecification] {
    ParameterNames.list(projections + [attentionOutput] + intermediate + [output]).filter { $0.form != .vector }
  }
}
