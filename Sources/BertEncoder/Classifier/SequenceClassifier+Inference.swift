package import BertKernels
package import BertText

extension SequenceClassifier {
  /// Logits of each sequence, `[B, C]`, in memory of its own.
  package func logits(_ batch: TokenBatch, compute: Compute) -> Matrix {
    let logits = Matrix(rows: batch.sequenceCount, columns: classes)
    encoder.withHiddenStates(batch, compute: compute) { hidden in
      _ = head.forward(hidden, batch, into: logits, dropout: nil, compute)
    }
    return logits
  }

  /// What the classifier sees of each sequence, `[B, H]`, in memory of its own; for BERT tanh(Wₚ·h + bₚ) of the first
  /// token.
  package func pooledFeatures(_ batch: TokenBatch, compute: Compute) -> Matrix {
    let features = Matrix(rows: batch.sequenceCount, columns: configuration.hiddenSize)
    encoder.withHiddenStates(batch, compute: compute) { hidden in
      features.copy(from: head.pool(hidden, batch, dropout: nil, compute).pooled)
    }
    return features
  }
}
