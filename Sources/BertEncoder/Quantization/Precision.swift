public import BertCheckpoint

/// What the products of the encoder's layers are computed in.
public enum Precision: String, Sendable, Codable, CaseIterable {
  /// Floats of 32 bits.
  case fp32
  /// Integers of 8 bits: weights with a scale for each output, activations with one for each token. Embeddings,
  /// attention, softmax, LayerNorm and the classifier stay in floats.
  case int8
}

extension Precision {
  /// What the weights of a checkpoint are stored in.
  public init(of checkpoint: Checkpoint) {
    self = checkpoint.tensors.contains { $0.name.hasSuffix(QuantizedNames.valuesSuffix) } ? .int8 : .fp32
  }
}
