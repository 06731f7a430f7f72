import BertKernels

/// Settings of the attention of each layer.
extension EncoderConfiguration {
  /// Whether a layer attends to a window only.
  func hasWindow(layer: Int) -> Bool {
    guard let layers = windows?.isWindowed, layers.indices.contains(layer) else { return false }
    return layers[layer]
  }

  /// The configuration with a subset of the layers, each with its own kind of attention.
  ///
  /// - Parameter places: Indices of the layers. A layer that does not normalize its input can only be the first.
  package func keepingLayers(_ places: [Int]) -> EncoderConfiguration {
    var configuration = self
    configuration.layerCount = places.count
    configuration.windows?.isWindowed = places.map { hasWindow(layer: $0) }
    return configuration
  }

  /// Which tokens the tokens of a layer attend to.
  func mask(layer: Int) -> AttentionMask {
    if let windows, hasWindow(layer: layer) { return .window(radius: windows.radius) }
    return architecture.traits.isCausal ? .causal : .full
  }

  /// The rotary positions of a layer; nil where it has none.
  func rotary(layer: Int) -> RotaryPositions? { hasWindow(layer: layer) ? windows?.rotary ?? rotary : rotary }

  /// The table of rotary angles of each layer, shared by layers with equal positions; nil for layers without rotary
  /// positions. `[L]`
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

  /// Whether scores have a term for each query, head and distance, as Transformer-XL's.
  package var attendsToDistances: Bool { architecture.traits.names[.distanceKey] != nil }

  /// P: the size of a token's queries, keys and values together.
  package var projectionSize: Int { (headCount + 2 * keyValueHeadCount) * headSize }

  /// N: columns of the first product of a feed-forward layer.
  package var feedForwardColumns: Int {
    if case .gated = architecture.traits.feedForward { 2 * intermediateSize } else { intermediateSize }
  }

  /// The number of matrices `[T, H]` that a layer keeps for backward: the context and two sums; in a pre-norm layer its
  /// input, the normalized input, the context and one sum.
  package var keptStates: Int { architecture.traits.normalizesFirst ? 4 : 3 }
}
