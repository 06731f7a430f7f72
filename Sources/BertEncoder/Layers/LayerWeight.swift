/// A weight matrix of an encoder layer, independent of the architecture.
public enum LayerWeight: String, Sendable, Codable, CaseIterable {
  /// The query projection of self-attention.
  case query = "q"
  /// The key projection.
  case key = "k"
  /// The value projection.
  case value = "v"
  /// The output projection of self-attention.
  case attentionOutput = "o"
  /// From hidden to feed-forward size.
  case intermediate = "up"
  /// From feed-forward to hidden size.
  case output = "down"

  /// The weights of self-attention.
  public static let attention: [LayerWeight] = [.query, .key, .value, .attentionOutput]

  var role: ParameterRole {
    switch self {
    case .query: .query
    case .key: .key
    case .value: .value
    case .attentionOutput: .attentionOutput
    case .intermediate: .intermediate
    case .output: .output
    }
  }
}

extension EncoderConfiguration {
  /// Why these weights cannot have low-rank updates; nil where they can.
  ///
  /// The rules are those of PEFT 0.21: it adapts modules, so it can reach neither a third of GPT-2's joint matrix nor
  /// XLNet's attention, whose tensors stand alone.
  package func obstacle(toUpdating weights: Set<LayerWeight>) -> String? {
    let names = architecture.traits.names
    if names[.projections] != nil {
      let joint: Set<LayerWeight> = [.query, .key, .value]
      return weights.isDisjoint(with: joint) || weights.isSuperset(of: joint)
        ? nil : "\(modelType) has q, k and v in one matrix: give all three or none"
    }
    let bare = weights.filter { names[$0.role]?.hasSuffix == false }
    return bare.isEmpty
      ? nil : "\(modelType) has no linear modules for its attention that PEFT could adapt: give up,down"
  }
}
