public import BertCheckpoint
package import BertKernels

/// The number format of the products in the encoder's layers.
public enum Precision: String, Sendable, Codable, CaseIterable {
  /// Floats of 32 bits.
  case fp32
  /// Factors rounded to bfloat16, and sums in floats of 32 bits. Everything else is as in fp32: weights and gradients,
  /// embeddings, softmax, LayerNorm, pooling.
  case bf16
  /// Integers of 8 bits: weights with a scale for each output, activations with one for each token. Embeddings,
  /// attention, softmax, LayerNorm and the classifier stay in floats.
  case int8
}

extension Precision {
  /// The format in which a checkpoint stores the weights of the layers.
  ///
  /// - Parameter checkpoint: Whose tensor names tell whether it is quantized.
  public init(of checkpoint: Checkpoint) {
    self = checkpoint.tensors.contains { $0.name.hasSuffix(QuantizedNames.valuesSuffix) } ? .int8 : .fp32
  }

  /// The default precision for a checkpoint: int8 where its weights are quantized, otherwise that of the factors of
  /// `compute`.
  package init(of checkpoint: Checkpoint, on compute: Compute) {
    let stored = Precision(of: checkpoint)
    self = stored == .int8 ? .int8 : Precision(compute.factors)
  }

  /// The precision for a format of the factors.
  package init(_ factors: FactorFormat) { self = factors == .bfloat16 ? .bf16 : .fp32 }

  /// The format of factors that are not integers.
  package var factors: FactorFormat { self == .bf16 ? .bfloat16 : .float32 }
}
