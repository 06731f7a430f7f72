/// The names and shapes of the tensors of one layer.
struct LayerNames {
  typealias Pair = ParameterNames.Pair

  /// Queries, keys and values: three tensors, or one. In the order of the rows of the joint matrix.
  let projections: [Pair]
  let attentionOutput: Pair
  /// nil where a layer has none.
  let attentionNorm: Pair?
  /// One tensor, or two where the gate is a tensor of its own. In the order of the rows of the joint matrix.
  let intermediate: [Pair]
  let output, outputNorm: Pair
  /// The parameters of Transformer-XL's relative attention, where the architecture has it.
  let relative: Relative?
  /// DeBERTa's projections of the distance embeddings to keys and queries, where those of the contents are not shared.
  let positionKey, positionQuery: Pair?

  struct Relative {
    let distanceKey: Pair
    let contentBias, distanceBias, segmentBias, segmentKeys: ParameterSpecification
  }

  init(_ names: ParameterNames, _ index: Int) {
    let c = names.configuration
    let hidden = c.hiddenSize, inner = c.intermediateSize, heads = [c.headCount, c.headSize]
    let traits = c.architecture.traits, queries = c.headCount * c.headSize
    let place = c.place(ofLayer: index), part = ModelPart.layer(place.lowest)
    func shared(_ specification: ParameterSpecification) -> ParameterSpecification {
      var specification = specification
      specification.highestPart = place.highest == place.lowest ? nil : .layer(place.highest)
      return specification
    }
    func shared(_ pair: Pair?) -> Pair {
      // All architectures have these names; a table without them is a programmer's mistake.
      guard let pair else { preconditionFailure("an architecture without the names of a layer") }
      return (shared(pair.weight), pair.bias.map(shared))
    }
    func linear(_ role: ParameterRole, _ outputs: Int, _ inputs: Int) -> Pair? {
      names.linear(role, [outputs], inputs, part, index: index)
    }
    if let fused = linear(.projections, c.projectionSize, hidden) {
      projections = [shared(fused)]
    } else {
      let narrow = c.keyValueHeadCount * c.headSize
      projections = [(ParameterRole.query, queries), (.key, narrow), (.value, narrow)].map { role, size in
        shared(names.linear(role, traits.splitsHeads ? heads : [size], hidden, part, index: index))
      }
    }
    // XLNet's output projection is [H, A, D].
    attentionOutput = shared(
      traits.splitsHeads
        ? names.single(.attentionOutput, [hidden] + heads, .matrix, part, index: index).map { ($0, nil) }
        : linear(.attentionOutput, hidden, queries))
    attentionNorm =
      index == 0 && !traits.normalizesFirstInput
      ? nil : shared(names.norm(.attentionNorm, hidden, part, index: index))
    switch (traits.feedForward, linear(.gate, inner, hidden)) {
    case (.dense, _):
      intermediate = [shared(linear(.intermediate, inner, hidden))]
    case (.gated, nil):
      intermediate = [shared(linear(.intermediate, 2 * inner, hidden))]
    case (.gated(let gateFirst), let gate?):
      let pairs = [shared(gate), shared(linear(.intermediate, inner, hidden))]
      intermediate = gateFirst ? pairs : pairs.reversed()
    }
    output = shared(linear(.output, hidden, inner))
    outputNorm = shared(names.norm(.outputNorm, hidden, part, index: index))
    let apart = c.distances.flatMap { $0.sharesProjections ? nil : $0 }
    positionKey = apart?.meetsQueries == true ? shared(linear(.positionKey, hidden, hidden)) : nil
    positionQuery = apart?.meetsKeys == true ? shared(linear(.positionQuery, hidden, hidden)) : nil
    if c.attendsToDistances, let content = names.single(.contentBias, heads, .vector, part, index: index),
      let distance = names.single(.distanceBias, heads, .vector, part, index: index),
      let segment = names.single(.segmentBias, heads, .vector, part, index: index),
      let segments = names.single(.segmentKeys, [2] + heads, .matrix, part, index: index)
    {
      relative = Relative(
        distanceKey: shared(names.linear(.distanceKey, heads, hidden, part, index: index)), contentBias: content,
        distanceBias: distance, segmentBias: segment, segmentKeys: segments)
    } else {
      relative = nil
    }
  }

  var all: [ParameterSpecification] {
    ParameterNames.list(
      projections + [attentionOutput, attentionNorm] + intermediate + [
        output, outputNorm, relative?.distanceKey, positionKey, positionQuery,
      ])
      + (relative.map { [$0.contentBias, $0.distanceBias, $0.segmentBias, $0.segmentKeys] } ?? [])
  }
}
