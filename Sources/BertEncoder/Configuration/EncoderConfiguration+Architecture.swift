package import BertKernels

/// What follows from the architecture and the fields together.
extension EncoderConfiguration {
  var positions: PositionScheme {
    guard let disentangled else { return architecture.traits.positions }
    return disentangled.addsPositions ? .counted : .byAttention(isLimited: false)
  }

  /// The row of the position embedding that padding tokens share; nil where positions are counted from 0.
  var paddingPosition: Int? {
    if case .afterPadding(let row) = positions { row ?? padTokenID ?? 1 } else { nil }
  }

  /// The row of the word embedding that training leaves alone (PyTorch's `padding_idx`); nil where there is none.
  var constantWordRow: Int? {
    architecture.traits.keepsPaddingRow ? paddingPosition ?? padTokenID : nil
  }

  /// The most tokens that a sequence may have. Where the architecture sets no limit this is one that memory sets.
  public var longestSequence: Int {
    switch positions {
    case .counted: maximumPositions
    case .afterPadding: maximumPositions - 1 - (paddingPosition ?? 0)
    case .byAttention(let isLimited): isLimited ? maximumPositions : Self.unlimitedPositions
    }
  }

  /// Whether only memory limits the length of a sequence.
  public var hasUnlimitedPositions: Bool { positions == .byAttention(isLimited: false) }

  static let unlimitedPositions = 1 << 16

  /// Whether each token type has a row of weights.
  package var hasTypeEmbeddings: Bool { architecture.traits.names[.typeEmbeddings] != nil && typeVocabularySize > 0 }

  /// How the classifier gets a text's vector.
  var head: HeadTraits {
    var head = architecture.traits.head
    if let summary {
      head.token = summary.type == "first" ? .first : .last
      head.activation = summary.activation.flatMap { Self.activations[$0] }
    }
    if let headToken { head.token = headToken }
    if let headActivation { head.activation = Self.activations[headActivation] }
    return head
  }

  /// Dropout before the classifier.
  func classifierDropout(of kind: HeadKind) -> Float {
    switch (kind, architecture.traits.tokenDropout) {
    case (.sequence, _), (.questions, _): head.dropsLast ? classifierDropout ?? hiddenDropout : 0
    case (.token, .classifier(let otherwise)): classifierDropout ?? otherwise ?? hiddenDropout
    case (.token, .hidden): hiddenDropout
    case (.token, .absent), (.maskedTokens, _): 0
    }
  }

  /// Whether LayerNorm stands before each half of a layer, so that the states behind the last layer are not normalized by it.
  package var normalizesFirst: Bool { architecture.traits.normalizesFirst }

  /// Whether the encoder without the layer that takes the mean gives the states that the mean is of: not where that layer holds
  /// a copy of the last LayerNorm.
  package var givesStatesOfMean: Bool { !normalizesFirst || architecture.traits.head.takesMean }

  var hasHeadProjection: Bool { summary?.usesProjection ?? true }

  /// Where the weights of the layer that runs as number `index` lie, and the first and last layer that read them.
  func place(ofLayer index: Int) -> (group: Int, inner: Int, lowest: Int, highest: Int) {
    guard let sharing else { return (index, 0, index, index) }
    let inner = sharing.layersPerGroup, runs = max(1, layerCount / inner)
    // As transformers' `int(i / (num_hidden_layers / num_hidden_groups))`, in the same arithmetic.
    func group(_ run: Int) -> Int { Int(Double(run) / (Double(runs) / Double(sharing.groups))) }
    let own = group(index / inner), mine = (0..<runs).filter { group($0) == own }
    return (
      own, index % inner, (mine.first ?? 0) * inner + index % inner, (mine.last ?? 0) * inner + index % inner
    )
  }

  /// The factor of a layer's scores.
  func scoreScale(layer: Int) -> Float {
    // Each term of the scores has a share.
    let size = Float(headSize) * Float(1 + (disentangled?.termCount ?? 0))
    return (scalesScores ? 1 / size.squareRoot() : 1) / (scalesScoresByLayer ? Float(layer + 1) : 1)
  }

  /// The number of layers as `config.json` counts them, and the fields that say it: each by the architecture's own name
  /// and by others that a file may use.
  ///
  /// Shared layers are counted by groups that run one after the other.
  package var layerFields: [(name: String, otherNames: [String], value: Int)] {
    let usual = ConfigurationField.layerCount.rawValue, name = architecture.traits.name(of: .layerCount)
    return [(name, name == usual ? [] : [usual], layerCount / (sharing?.layersPerGroup ?? 1))]
      + (sharing.map { [(ConfigurationField.layerGroups.rawValue, [], $0.groups)] } ?? [])
  }

  /// The deviation of a matrix's fresh weights; nil for ``initializerRange``.
  func deviation(of role: ParameterRole) -> Float? {
    guard initializerCutoff != nil else { return nil }
    return switch role {
    case .attentionOutput, .output, .dense: initializerRange / Float(2 * layerCount).squareRoot()
    case .classifier: 1 / Float(hiddenSize).squareRoot()
    default: nil
    }
  }

  /// The activation of the feed-forward layers, by the names of transformers' `ACT2FN`.
  package var activation: Activation? { Self.activations[hiddenActivation] }

  static let activations: [String: Activation] = [
    "gelu": .gelu, "gelu_python": .gelu, "gelu_new": .geluTanh, "gelu_pytorch_tanh": .geluTanh,
    "gelu_fast": .geluTanh, "relu": .relu, "silu": .silu, "swish": .silu, "tanh": .tanh,
  ]
}

extension ArchitectureTraits {
  /// What `config.json` calls a field.
  func name(of field: ConfigurationField) -> String { fieldNames[field] ?? field.rawValue }
}

extension EncoderConfiguration {
  /// What a tensor may be called in a checkpoint: with the architecture's prefix, or without it where the encoder alone was
  /// written.
  package func spellings(of name: String) -> [String] {
    let prefix = architecture.traits.prefix
    return name.hasPrefix(prefix) ? [name, String(name.dropFirst(prefix.count))] : [name, prefix + name]
  }
}
