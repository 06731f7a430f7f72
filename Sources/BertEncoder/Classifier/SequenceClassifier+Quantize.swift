package import BertCheckpoint
package import BertKernels

extension TransformerEncoder {
  /// The parameters as tensors, the weights of the layers' products in eight bits, for a checkpoint that only this
  /// program reads. Quantizes the weights that are not quantized yet.
  package func quantizedTensorSources(_ compute: Compute) -> [TensorSource] {
    roundWordEmbeddings()
    quantize(compute)
    for linear in products { linear.splitQuantized() }
    return parameters.flatMap(\.storedSources)
  }
}

extension SequenceClassifier {
  /// The encoder's quantized tensors, and pooler and classifier in floats.
  package func quantizedTensorSources(_ compute: Compute) -> [TensorSource] {
    encoder.quantizedTensorSources(compute) + head.blocks.flatMap(\.parameters).flatMap(\.storedSources)
  }
}

extension Parameter {
  /// One tensor in floats, or the four of a quantized weight.
  fileprivate var storedSources: [TensorSource] {
    guard let quantized else { return [source()] }
    let names = QuantizedNames(name)
    let kept = quantized.keptColumns
    return [
      TensorSource(name: names.scales, shape: [quantized.rows], values: quantized.scales),
      TensorSource(name: names.keptColumns, shape: [kept.count], type: .i32) {
        kept.flatMap { column in withUnsafeBytes(of: Int32(truncatingIfNeeded: column).littleEndian) { Array($0) } }
      },
      TensorSource(name: names.keptValues, shape: [quantized.rows, kept.count], values: quantized.keptValues),
      TensorSource(name: names.values, shape: [quantized.rows, quantized.columns], type: .i8) {
        quantized.values.map { UInt8(bitPattern: $0) }
      },
    ]
  }
}
