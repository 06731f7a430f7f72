import BertEncoder
import BertKernels
import BertText

extension SequenceClassifier {
  /// What the classifier sees of each sequence, `[B, H]`, in memory of its own.
  func pooledFeatures(_ batch: TokenBatch, compute: Compute) -> Matrix {
    let features = Matrix(rows: batch.sequenceCount, columns: configuration.hiddenSize)
    pooledFeatures(batch, into: features, compute: compute)
    return features
  }
}
