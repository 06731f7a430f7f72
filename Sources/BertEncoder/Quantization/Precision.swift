public import BertCheckpoint
package import BertKernels

/// What the products of the encoder's layers are computed in.
public enum Precision: String, Sendable, Codable, CaseIterable {
  /// Floats of 32 bits.
  case fp32
  /// Factors rounded to 16 bits, with the exponents of 32, and sums in floats of 32 bits. Everything else stays as in fp32:
  /// weights and what they learn by, embeddings, softmax, LayerNorm, pooling.
  case bf16
  /// Integers of 8 bits: weights with a scale for each output, activations with one for each token. Embeddings,
  /// attention, softmax, LayerNorm and the classifier stay in floats.
  case int8
}

extension Precision {
  /// What the weights of a checkpoint are stored in.
  public init(of checkpoint: Checkpoint) {
    self = checkpoint.tensors.contains { $0.name.hasSuffix(QuantizedNames.valuesSuffix) } ? .int8 : .fp32
  }

  /// What a checkpoint is computed in where nobody says: integers where it holds such, else what `compute` rounds factors
  /// to.
  package init(of checkpoint: Checkpoint, on compute: Compute) {
    let stored = Precision(of: checkpoint)
    self = stored == .int8 ? .int8 : Precision(compute.factors)
  }

  /// What floats are computed in whose factors have a format.
  package init(_ factors: FactorFormat) { self = factors == .bfloat16 ? .bf16 : .fp32 }

  /// The format of the factors that are no integers.
  package var factors: FactorFormat { self == .bf16 ? .bfloat16 : .float32 }
}
