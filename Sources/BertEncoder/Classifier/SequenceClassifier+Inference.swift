package import BertKernels
package import BertText

extension SequenceClassifier {
  /// Logits of each sequence, `[B, C]`, or of each token, `[T, C]`, in memory of its own.
  package func logits(_ batch: TokenBatch, compute: Compute) -> Matrix {
    let logits = Matrix(rows: head.outputRows(of: batch), columns: classes)
    self.logits(batch, into: logits, compute: compute)
    return logits
  }

  /// Logits of each sequence, `[B, C]`, or of each token, `[T, C]`. Several threads may ask at the same time, each with a
  /// ``Compute`` of its own, once the weights are packed.
  package func logits(_ batch: TokenBatch, into logits: Matrix, compute: Compute) {
    encoder.withHiddenStates(batch, compute: compute) { hidden in
      _ = head.forward(hidden, batch, into: logits, dropout: nil, compute)
    }
  }

  /// What the classifier sees of each sequence, `[B, H]`; for BERT tanh(Wₚ·h + bₚ) of the first token. Threads may share
  /// the model as for ``logits(_:into:compute:)``.
  package func pooledFeatures(_ batch: TokenBatch, into features: Matrix, compute: Compute) {
    encoder.withHiddenStates(batch, compute: compute) { hidden in
      features.copy(from: sequenceHead.pool(hidden, batch, dropout: nil, compute).pooled)
    }
  }
}
