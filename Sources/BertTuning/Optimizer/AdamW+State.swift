import BertCheckpoint
import BertEncoder
import BertKernels

/// Saves the running means in a checkpoint beside the weights, in the format that they have in memory.
extension AdamW {
  private static var first: String { "optimizer.first." }
  private static var second: String { "optimizer.second." }

  /// The tensors of the means, of the shapes of their parameters.
  var sources: [TensorSource] {
    zip(parameters, moments).flatMap { parameter, moments in
      let first = Self.first + parameter.name, second = Self.second + parameter.name
      switch moments {
      case .float32(let m, let v):
        return [parameter.source(named: first, of: m), parameter.source(named: second, of: v)]
      case .bfloat16(let held):
        return [
          parameter.bfloat16Source(named: first) { held.first },
          parameter.bfloat16Source(named: second) { held.second },
        ]
      }
    }
  }

  /// Restores the means from a checkpoint.
  ///
  /// - Throws: `checkpoint`.
  func restore(from checkpoint: Checkpoint, stepCount: Int) throws(TuningError) {
    for (parameter, moments) in zip(parameters, moments) {
      let first = Self.first + parameter.name, second = Self.second + parameter.name
      switch moments {
      case .float32(let m, let v):
        try ParameterFile.read(parameter, first, of: checkpoint, into: m)
        try ParameterFile.read(parameter, second, of: checkpoint, into: v)
      case .bfloat16(let held):
        let value = parameter.value
        let m = Matrix(rows: value.rows, columns: value.columns), v = Matrix(rows: value.rows, columns: value.columns)
        try ParameterFile.read(parameter, first, of: checkpoint, into: m)
        try ParameterFile.read(parameter, second, of: checkpoint, into: v)
        held.copy(first: m, second: v)
      }
    }
    didRestore(stepCount: stepCount)
  }
}
