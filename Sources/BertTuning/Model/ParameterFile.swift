import BertCheckpoint
import BertEncoder
import BertKernels

/// Parameters to and from safetensors files.
enum ParameterFile {
  /// A contiguous matrix as a tensor to be written.
  static func source(_ matrix: Matrix, name: String, shape: [Int]) -> TensorSource {
    TensorSource(name: name, shape: shape) { body in try matrix.withUnsafeBufferPointer(body) }
  }

  /// Overwrites the values of a matrix with those of a tensor.
  static func read(_ name: String, of checkpoint: Checkpoint, into matrix: Matrix) throws(TuningError) {
    do {
      try matrix.withUnsafeMutableBufferPointer { (buffer) throws(CheckpointError) in
        try checkpoint.readFloats(of: name, into: buffer)
      }
    } catch {
      throw .checkpoint(error)
    }
  }

  /// Overwrites all parameters.
  static func read(_ parameters: [Parameter], from checkpoint: Checkpoint) throws(TuningError) {
    for parameter in parameters { try read(parameter.name, of: checkpoint, into: parameter.value) }
  }
}
