import BertCheckpoint
import BertEncoder
import BertKernels

/// Parameters from safetensors files, with this module's errors.
enum ParameterFile {
  /// Overwrites a parameter's values, or a matrix of the same form, with those of a tensor.
  static func read(
    _ parameter: Parameter, _ name: String, of checkpoint: Checkpoint, into matrix: Matrix? = nil
  ) throws(TuningError) {
    do {
      try parameter.read(name, of: checkpoint, into: matrix)
    } catch {
      throw .checkpoint(error)
    }
  }

  /// Overwrites parameters by the tensors of their names.
  static func read(_ parameters: [Parameter], from checkpoint: Checkpoint) throws(TuningError) {
    for parameter in parameters { try read(parameter, parameter.name, of: checkpoint) }
  }
}
