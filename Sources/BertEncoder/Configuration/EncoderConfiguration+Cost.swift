/// What a token costs in an encoder, in multiply-adds.
public struct EncoderCost: Sendable, Equatable {
  /// In the products with weights: those of the layers, and that of embeddings narrower than the layers.
  public let perToken: Int
  /// In attention, for each token that it sees.
  public let perSeenToken: Int
}

extension EncoderConfiguration {
  /// What a token costs, without the head.
  ///
  /// Counted from the shapes of the weights: a matrix takes as many multiply-adds a token as it has values, and is
  /// counted again for each layer that shares it. What depends on distances alone is the same for all texts of a length
  /// and is not counted.
  public var cost: EncoderCost {
    let names = ParameterNames(self)
    var perToken = names.embeddingProjection.map { $0.weight.rows * $0.weight.columns } ?? 0
    for index in 0..<layerCount { perToken += names.layer(index).products.reduce(0) { $0 + $1.rows * $1.columns } }
    // Scores and their mean of the values: two products of a head's width, and one more for each term of distances.
    return EncoderCost(perToken: perToken, perSeenToken: layerCount * (2 + distanceTerms) * headCount * headSize)
  }

  /// Terms of the scores that multiply by vectors of distances.
  private var distanceTerms: Int {
    guard let distances else { return attendsToDistances ? 1 : 0 }
    return (distances.meetsQueries ? 1 : 0) + (distances.meetsKeys ? 1 : 0)
  }
}

extension LayerNames {
  /// The matrices that every token is multiplied with.
  var products: [ParameterSpecification] {
    ParameterNames.list(projections + [attentionOutput] + intermediate + [output]).filter { $0.form != .vector }
  }
}
