package import BertCheckpoint

extension SequenceClassifier {
  /// The parameters as tensors under their usual names, to be written as a checkpoint.
  package var tensorSources: [TensorSource] {
    parameters.map { $0.source() }
  }
}
