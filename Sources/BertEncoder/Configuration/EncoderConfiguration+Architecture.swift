package import BertKernels

/// Properties that follow from the architecture and the fields together.
extension EncoderConfiguration {
  var positions: PositionScheme {
    guard let disentangled else { return architecture.traits.positions }
    return disentangled.addsPositions ? .counted : .byAttention(isLimited: false)
  }

  /// The row of the position embedding that padding tokens share; nil where positions are counted from 0.
  var paddingPosition: Int? {
    if case .afterPadding(let row) = positions { row ?? padTokenID ?? 1 } else { nil }
  }

  /// The row of the word embeddings that training leaves unchanged (PyTorch's `padding_idx`); nil where there is none.
  var constantWordRow: Int? {
    architecture.traits.keepsPaddingRow ? paddingPosition ?? padTokenID : nil
  }

  /// The most tokens that a sequence may have. Where the architecture has no limit, this one bounds memory.
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

  /// Whether there are token-type embeddings.
  package var hasTypeEmbeddings: Bool { architecture.traits.names[.typeEmbeddings] != nil && typeVocabularySize > 0 }

  /// How the head computes logits, with the fields that change the architecture's head.
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

  /// The dropout rate before the classifier.
  func classifierDropout(of kind: HeadKind) -> Float {
    switch (kind, architecture.traits.tokenDropout) {
    case (.sequence, _), (.questions, _): head.dropsLast ? classifierDropout ?? hiddenDropout : 0
    case (.token, .classifier(let otherwise)): classifierDropout ?? otherwise ?? hiddenDropout
    case (.token, .hidden): hiddenDropout
    case (.token, .absent), (.maskedTokens, _): 0
    }
  }

  /// Whether layers are pre-norm, so that a layer's output is not normalized.
  package var normalizesFirst: Bool { architecture.traits.normalizesFirst }

  /// Whether the encoder without the added mean layer still returns the states that the mean is taken of. It does not
  /// where that layer has replaced the last LayerNorm.
  package var givesStatesOfMean: Bool { !normalizesFirst || architecture.traits.head.takesMean }

  var hasHeadProjection: Bool { summary?.usesProjection ?? true }

  /// The group and place within it of the weights of layer `index`, and the first and last layer that use these
  /// weights.
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

  /// The factor of a layer's attention scores.
  func scoreScale(layer: Int) -> Float {
    // The scale counts the terms of the scores.
    let size = Float(headSize) * Float(1 + (disentangled?.termCount ?? 0))
    return (scalesScores ? 1 / size.squareRoot() : 1) / (scalesScoresByLayer ? Float(layer + 1) : 1)
  }

  /// The number of layers as `config.json` counts them, and the fields that state it: each by the architecture's own
  /// name and by others that a file may use.
  ///
  /// ALBERT counts groups of layers that run one after the other.
  package var layerFields: [(name: String, otherNames: [String], value: Int)] {
    let usual = ConfigurationField.layerCount.rawValue, name = architecture.traits.name(of: .layerCount)
    return [(name, name == usual ? [] : [usual], layerCount / (sharing?.layersPerGroup ?? 1))]
      + (sharing.map { [(ConfigurationField.layerGroups.rawValue, [], $0.groups)] } ?? [])
  }

  /// The standard deviation of a matrix at initialization; nil for ``initializerRange``.
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
  /// The name of a field in `config.json`.
  func name(of field: ConfigurationField) -> String { fieldNames[field] ?? field.rawValue }
}

extension EncoderConfiguration {
  /// The names that a tensor may have in a checkpoint: with the architecture's prefix, or without it where the encoder
  /// was written alone.
  package func spellings(of name: String) -> [String] {
    let prefix = architecture.traits.prefix
    return name.hasPrefix(prefix) ? [name, String(name.dropFirst(prefix.count))] : [name, prefix + name]
  }
}
