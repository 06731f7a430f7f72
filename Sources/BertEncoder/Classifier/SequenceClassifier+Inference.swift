package import BertKernels
package import BertText

extension SequenceClassifier {
  /// Logits of each sequence, `[B, C]`, in memory of its own.
  package func logits(_ batch: TokenBatch, compute: Compute) -> Matrix {
    let logits = Matrix(rows: batch.sequenceCount, columns: classes)
    encoder.withHiddenStates(batch, compute: compute) { hidden in
      _ = head.forward(hidden, boundaries: batch.boundaries, into: logits, dropout: nil, compute)
    }
    return logits
  }

  /// tanh(Wₚ·h + bₚ) of each sequence's first token, `[B, H]`, in memory of its own: what the classifier sees.
  package func pooledFeatures(_ batch: TokenBatch, compute: Compute) -> Matrix {
    let features = Matrix(rows: batch.sequenceCount, columns: configuration.hiddenSize)
    encoder.withHiddenStates(batch, compute: compute) { hidden in
      features.copy(from: head.pool(hidden, boundaries: batch.boundaries, compute).pooled)
    }
    return features
  }
}
