import BertKernels
import BertText

extension TransformerEncoder {
  /// The number of columns of each layer's input whose weights are kept in floats. Measured on all-MiniLM-L6-v2 over
  /// 3,708 review snippets: with 0 columns the lowest cosine against fp32 is 0.992, with 1 0.997, with 2 0.998, with 4
  /// the same.
  static let keptColumns = 2

  /// Quantizes the layers that are not quantized yet.
  ///
  /// The columns with the largest activations are kept in floats. They are found by running the encoder over random
  /// tokens: the large activations of these models (a few dimensions after LayerNorm and GELU) are large for any text.
  /// So the same weights always give the same integers, without data.
  func quantize(_ compute: Compute) {
    guard products.contains(where: { $0.quantized == nil }) else { return }
    for linear in products { linear.beginRecordingPeaks() }
    withHiddenStates(calibrationBatch(), compute: compute) { _ in }
    for linear in products {
      let peaks = linear.endRecordingPeaks()
      guard linear.quantized == nil else { continue }
      // Ties are resolved by index, for the same choice on every machine.
      let order = peaks.indices.sorted { (peaks[$1], $0) < (peaks[$0], $1) }
      linear.quantize(keeping: Array(order.prefix(min(Self.keptColumns, peaks.count / 8))))
    }
  }

  /// Joins the quantized weights of a checkpoint to those of the layers' products.
  func joinQuantized() {
    for linear in products { linear.joinQuantized() }
  }

  /// Rounds each word embedding to eight bits with a scale of its own, as a quantized checkpoint stores it. In memory
  /// they stay floats. They take half the bytes of a small encoder.
  package func roundWordEmbeddings() {
    for parameter in embeddings.word.parameters where parameter.quantized == nil {
      let rounded = QuantizedMatrix(quantizing: parameter.value, keeping: [])
      rounded.dequantize(into: parameter.value)
      parameter.quantized = rounded
    }
  }

  /// 64 sequences of 32 random tokens.
  private func calibrationBatch() -> TokenBatch {
    let length = min(32, configuration.longestSequence)
    return TokenBatch(
      (0..<64).map { sequence in
        let ids = (0..<length).map { place in
          let random = Philox.random(
            counter: SIMD4(UInt32(truncatingIfNeeded: place), UInt32(truncatingIfNeeded: sequence), 0, .max), key: 0)
          return Int32(random[0] % UInt32(truncatingIfNeeded: max(1, configuration.vocabularySize)))
        }
        return Encoding(ids: ids, typeIDs: Array(repeating: 0, count: length))
      })
  }
}
