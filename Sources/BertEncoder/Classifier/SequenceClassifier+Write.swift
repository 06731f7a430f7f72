package import BertCheckpoint
import BertKernels

extension SequenceClassifier {
  /// The parameters as tensors under their usual names, to be written as a checkpoint.
  package var tensorSources: [TensorSource] {
    parameters.map { parameter in
      TensorSource(name: parameter.name, shape: parameter.shape) { body in
        try parameter.value.withUnsafeBufferPointer { try body($0) }
      }
    }
  }
}
