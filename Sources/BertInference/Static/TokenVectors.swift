import BertEncoder
package import BertKernels
import BertText
import Foundation

/// The vectors that an encoder gives the tokens of its vocabulary, each token by itself between the special tokens.
/// Model2Vec makes tables of them.
package enum TokenVectors {
  /// The pooled states of the last layer for each token's sequence, without the steps of sentence-transformers after
  /// the pooling.
  ///
  /// - Parameters:
  ///   - ids: Rows of the encoder's word embeddings, `[V]`.
  ///   - model: The encoder and its tokenizer.
  ///   - pooling: Pools the token and the special tokens around it.
  ///   - compute: Threads and kernels.
  ///   - isCancelled: Called before batches.
  ///   - progress: Called with the number of tokens done.
  /// - Returns: `[V, H]`
  /// - Throws: `unreadableTokens` for an id without a row, `model`, `interrupted`.
  package static func of(
    _ ids: [Int32], _ model: PretrainedModel, pooling: PoolingMode, _ compute: Compute, isCancelled: () -> Bool,
    progress: (Int) -> Void
  ) throws(InferenceError) -> Matrix {
    let encoder: TransformerEncoder
    do {
      encoder = try TransformerEncoder.shared(
        checkpoint: model.checkpoint, configuration: model.configuration, precision: Precision(compute.factors),
        compute: compute)
    } catch {
      throw .model(path: model.url.path, error)
    }
    let width = model.configuration.hiddenSize
    let pipeline = SentencePipeline(encoder: encoder, steps: [.pooling([pooling], skipped: 0)], dimensions: width)
    var sequences: [Encoding] = []
    sequences.reserveCapacity(ids.count)
    for id in ids {
      var sequence = model.tokenizer.tokenizer.encodeIDs(of: [id], options: EncodingOptions())
      for place in sequence.typeIDs.indices { sequence.typeIDs[place] = 0 }
      if let reason = model.unreadable(sequence) { throw .unreadableTokens(reason, line: 0) }
      sequences.append(sequence)
    }
    let engine = EmbeddingEngine(pipeline, cut: .standard, store: nil, compute: compute)
    let values = try engine.vectors(sequences, isCancelled: isCancelled, progress: progress)
    return Matrix(rows: ids.count, columns: width, values: values)
  }
}
