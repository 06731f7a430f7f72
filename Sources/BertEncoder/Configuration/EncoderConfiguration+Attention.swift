import BertKernels

/// What sets a layer's attention apart.
extension EncoderConfiguration {
  /// Whether a layer sees only what is near.
  func hasWindow(layer: Int) -> Bool {
    guard let layers = windows?.isWindowed, layers.indices.contains(layer) else { return false }
    return layers[layer]
  }

  /// The same with some of the layers, each as it was.
  ///
  /// - Parameter places: From 0. A layer whose input others normalize, and it does not, can only be the first.
  package func keepingLayers(_ places: [Int]) -> EncoderConfiguration {
    var configuration = self
    configuration.layerCount = places.count
    configuration.windows?.isWindowed = places.map { hasWindow(layer: $0) }
    return configuration
  }

  /// What the tokens of a layer see.
  func mask(layer: Int) -> AttentionMask {
    if let windows, hasWindow(layer: layer) { return .window(radius: windows.radius) }
    return architecture.traits.isCausal ? .causal : .full
  }

  /// How a layer turns queries and keys; nil where it does not.
  func rotary(layer: Int) -> RotaryPositions? { hasWindow(layer: layer) ? windows?.rotary ?? rotary : rotary }

  /// Each layer's table of angles, one for all layers that turn alike; nil for layers that do not turn. `[L]`
  func rotaryTables() -> [Rotary?] {
    var tables: [(positions: RotaryPositions, table: Rotary)] = []
    return (0..<layerCount).map { layer in
      guard let positions = rotary(layer: layer) else { return nil }
      if let known = tables.first(where: { $0.positions == positions }) { return known.table }
      let table = Rotary(
        frequencies: positions.frequencies(headSize: headSize),
        rotatedSize: positions.rotatedSize(headSize: headSize), interleaved: positions.isInterleaved,
        longest: longestSequence)
      tables.append((positions, table))
      return table
    }
  }

  /// Whether scores get a bias for each query, head and distance, as Transformer-XL has it.
  package var attendsToDistances: Bool { architecture.traits.names[.distanceKey] != nil }

  /// P: queries, keys and values of a token.
  package var projectionSize: Int { (headCount + 2 * keyValueHeadCount) * headSize }

  /// N: columns of the first product of a feed-forward layer.
  package var feedForwardColumns: Int {
    if case .gated = architecture.traits.feedForward { 2 * intermediateSize } else { intermediateSize }
  }

  /// Matrices `[T, H]` that a layer keeps for backward: the context and two sums, or with LayerNorm before each half its input,
  /// what that was normalized to, the context and one sum.
  package var keptStates: Int { architecture.traits.normalizesFirst ? 4 : 3 }
}
