package import BertCheckpoint
package import BertKernels

/// A tensor that training may change.
///
/// Its memory may be part of a larger matrix: the weights of queries, keys and values lie in one, so that one product
/// computes all three.
package final class Parameter {
  /// The full name in a checkpoint of the model with its head, such as `bert.embeddings.LayerNorm.weight`.
  package let name: String
  /// As in a checkpoint. `value` holds the same numbers, perhaps transposed.
  package let shape: [Int]
  package let part: ModelPart
  /// Height above the text of the lowest place that reads it: embeddings 0, layer i is i + 1, pooler and classifier L + 1.
  /// Backward has to go down to here.
  package let depth: Int
  /// Height of the highest place that reads it: other than ``depth`` only for weights that layers share. It is what
  /// freezing and layer-wise rates go by.
  package let highestDepth: Int
  /// Whether weight decay applies: not to biases and LayerNorm.
  package let decays: Bool
  /// A vector is a matrix of one row.
  package let value: Matrix
  /// Of the same shape; `nil` where the parameter is frozen.
  package internal(set) var gradient: Matrix?
  /// For a table of which a step reads few rows: which rows the gradient may differ from zero in. `nil`: all.
  package internal(set) var touchedRows: TouchedRows?
  /// Whether a checkpoint holds the transpose of `value`.
  package let isTransposed: Bool
  /// Standard deviation of fresh weights, where it is not the configuration's `initializer_range`.
  let deviation: Float?
  /// What the optimizer counts as 1: with 100 it takes the steps that it would take if the parameter held a hundredth of its
  /// values. For a head whose outputs are numbers of another size.
  package var unit: Float = 1

  init(_ specification: ParameterSpecification, value: Matrix, layers: Int, isTable: Bool) {
    name = specification.name
    shape = specification.shape
    part = specification.part
    decays = specification.decays
    deviation = specification.deviation
    isTransposed = specification.form == .transposed
    depth = specification.part.depth(layers: layers)
    highestDepth = (specification.highestPart ?? specification.part).depth(layers: layers)
    self.value = value
    touchedRows = isTable ? TouchedRows(count: value.rows) : nil
  }

  /// What a quantised checkpoint holds for it; `nil` for others.
  var quantized: QuantizedMatrix?

  package var isTrained: Bool { gradient != nil }
  package var count: Int { value.count }
}

// MARK: To and from checkpoints

extension Parameter {
  /// The values in the order of ``shape``, row-major.
  package var fileValues: [Float] { inFileOrder(value).toArray() }

  /// The gradient in the order of ``shape``, row-major; nil where the parameter is frozen.
  package var gradientValues: [Float]? { gradient.map { inFileOrder($0).toArray() } }

  /// The parameter as a tensor to be written, under a name of its own or another.
  ///
  /// - Parameter matrix: Values of the same form to be written instead, such as an optimizer's.
  package func source(named other: String? = nil, of matrix: Matrix? = nil) -> TensorSource {
    TensorSource(name: other ?? name, shape: shape) { [self] body in
      try inFileOrder(matrix ?? value).withUnsafeBufferPointer { try body($0) }
    }
  }

  /// Values of the same form as a tensor of bfloat16, which has each of them.
  ///
  /// - Parameter matrix: Gives the values when they are written.
  package func bfloat16Source(named name: String, of matrix: @escaping () -> Matrix) -> TensorSource {
    TensorSource(name: name, shape: shape, type: .bf16) { [self] in
      inFileOrder(matrix()).withUnsafeBufferPointer { values in
        [UInt8](unsafeUninitializedCapacity: 2 * values.count) { bytes, count in
          for (index, value) in values.enumerated() {
            let upper = value.bitPattern >> 16
            bytes[2 * index] = UInt8(truncatingIfNeeded: upper)
            bytes[2 * index + 1] = UInt8(truncatingIfNeeded: upper >> 8)
          }
          count = 2 * values.count
        }
      }
    }
  }

  /// Overwrites the values, or those of a matrix of the same form, with a tensor's.
  package func read(
    _ tensor: String, of checkpoint: Checkpoint, into matrix: Matrix? = nil
  ) throws(CheckpointError) {
    let matrix = matrix ?? value
    let target = isTransposed ? Matrix(rows: matrix.columns, columns: matrix.rows) : matrix
    try target.withUnsafeMutableBufferPointer { buffer throws(CheckpointError) in
      try checkpoint.readFloats(of: tensor, into: buffer)
    }
    if isTransposed { matrix.copy(transposing: target) }
  }

  /// Overwrites the values with `values` in the order of ``shape``.
  package func copy(from values: [Float]) {
    guard isTransposed else { return value.copy(from: values) }
    value.copy(transposing: Matrix(rows: value.columns, columns: value.rows, values: values))
  }

  private func inFileOrder(_ matrix: Matrix) -> Matrix {
    guard isTransposed else { return matrix }
    let file = Matrix(rows: matrix.columns, columns: matrix.rows)
    file.copy(transposing: matrix)
    return file
  }
}
