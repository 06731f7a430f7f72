package import BertKernels
package import BertText

extension SequenceClassifier {
  /// Logits of each sequence, `[B, C]`, or of each token, `[T, C]`, in memory of its own.
  package func logits(_ batch: TokenBatch, compute: Compute) -> Matrix {
    let logits = Matrix(rows: head.outputRows(of: batch), columns: classes)
    self.logits(batch, into: logits, compute: compute)
    return logits
  }

  /// Logits of each sequence, `[B, C]`, or of each token, `[T, C]`. Several threads may call this at the same time,
  /// each with a ``Compute`` of its own, once the weights are packed.
  package func logits(_ batch: TokenBatch, into logits: Matrix, compute: Compute) {
    encoder.withHiddenStates(batch, compute: compute) { hidden in
      _ = head.forward(hidden, batch, into: logits, dropout: nil, compute)
    }
  }

  /// The logits of each sequence and the features that the classifier multiplies, side by side, `[B, C + H]`. Threads
  /// may share the model as for ``logits(_:into:compute:)``.
  package func logitsAndFeatures(_ batch: TokenBatch, into rows: Matrix, compute: Compute) {
    encoder.withHiddenStates(batch, compute: compute) { hidden in
      let logits = compute.arena.matrix(rows: batch.sequenceCount, columns: classes)
      let pooled = sequenceHead.forward(hidden, batch, into: logits, dropout: nil, compute).dropped
      for row in 0..<pooled.rows {
        for column in 0..<classes { rows[row, column] = logits[row, column] }
        for column in 0..<pooled.columns { rows[row, classes + column] = pooled[row, column] }
      }
    }
  }

  /// The logits `[B, C]` of sequences from their features `[B, H]`; see ``pooledFeatures(_:into:compute:)``.
  package func logits(ofFeatures features: Matrix, into logits: Matrix, compute: Compute) {
    let classifier = sequenceHead.classifier
    classifier.forward(features, into: logits, .bias(classifier.bias.value), compute)
  }

  /// The features of each sequence, which are the classifier's input, `[B, H]`; for BERT tanh(Wₚ·h + bₚ) of the first
  /// token. Threads may share the model as for ``logits(_:into:compute:)``.
  package func pooledFeatures(_ batch: TokenBatch, into features: Matrix, compute: Compute) {
    encoder.withHiddenStates(batch, compute: compute) { hidden in
      features.copy(from: sequenceHead.pool(hidden, batch, dropout: nil, compute).pooled)
    }
  }
}
