package import BertCheckpoint
package import BertKernels

/// A tensor that training may change.
///
/// Its memory may be part of a larger matrix: the weights of queries, keys and values are rows of one matrix, so that
/// one product computes all three.
package final class Parameter {
  /// The full name in a checkpoint of the model with its head, such as `bert.embeddings.LayerNorm.weight`.
  package let name: String
  /// The shape in a checkpoint. `value` holds the same numbers, possibly transposed.
  package let shape: [Int]
  package let part: ModelPart
  /// The depth of the lowest use of the parameter: embeddings 0, layer i is i + 1, pooler and classifier L + 1.
  /// Backward goes down to here.
  package let depth: Int
  /// The depth of the highest use of the parameter, which differs from ``depth`` only for weights that layers share.
  /// Freezing and layer-wise learning rates use this depth.
  package let highestDepth: Int
  /// Whether weight decay applies: not to biases and LayerNorm.
  package let decays: Bool
  /// The values; a vector is a matrix of one row.
  package let value: Matrix
  /// The gradient of this step, in the shape of `value`; `nil` where the parameter is frozen. Reading it clears it
  /// first if ``state`` says `cleared`.
  package var gradient: Matrix? {
    if case .cleared = state { sums?.fill(0) }
    state = .written(squares: nil)
    return sums
  }
  /// The memory of the gradient. Must not be read or written while ``state`` says `cleared`.
  private var sums: Matrix?
  private var state = GradientState.zeros
  /// Whether the memory belongs to a ``GradientMemory``, which requires that cleared gradients are zeros.
  private var isLent = false
  /// For a table of which a step uses few rows: the rows where the gradient may differ from zero. `nil`: all.
  package internal(set) var touchedRows: TouchedRows?
  /// Whether a checkpoint stores the transpose of `value`.
  package let isTransposed: Bool
  /// Standard deviation at initialization, where it differs from the configuration's `initializer_range`.
  let deviation: Float?
  /// The unit in which the optimizer sees the values: with 100 it takes the steps that it would take for a parameter
  /// with a hundredth of the values. For a head whose outputs have another scale.
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

  /// The quantized values from a checkpoint; `nil` where it is not quantized.
  var quantized: QuantizedMatrix?

  package var isTrained: Bool { sums != nil }
  package var count: Int { value.count }
}

// MARK: The gradient

extension Parameter {
  /// What the memory of a gradient contains.
  private enum GradientState {
    /// Zeros, as newly allocated memory does.
    case zeros
    /// Values of an earlier step that count as zeros. The next product overwrites them, which saves the clearing.
    case cleared
    /// The gradient of this step, and Σ g² if it was computed while the values were in the cache.
    case written(squares: Double?)
  }

  /// Whether nothing was added since the gradient was cleared. Then the first product may overwrite the memory.
  var isFresh: Bool {
    if case .written = state { false } else { true }
  }

  /// Sets the memory of the gradient; nil freezes the parameter. Memory for a parameter that was frozen counts as
  /// cleared.
  ///
  /// - Parameters:
  ///   - memory: In the shape of `value`.
  ///   - isNew: Whether the memory holds zeros.
  func setGradient(_ memory: Matrix?, isNew: Bool) {
    if memory == nil || sums == nil {
      state = isNew ? .zeros : .cleared
      isLent = false
    }
    sums = memory
  }

  /// Uses memory that belongs to a ``GradientMemory``, with its contents.
  func useGradient(_ memory: Matrix) {
    sums = memory
    state = .written(squares: nil)
    isLent = true
  }

  /// Call this when the first product of a step has overwritten the gradient.
  func didOverwriteGradient(_ compute: Compute) {
    guard let sums else { return }
    state = .written(squares: StageClock.time(.gradientNorm) { compute.sumOfSquares(sums) })
  }

  /// Σ g², for a table over the touched rows; nil where the parameter is frozen.
  package func squaredGradient(_ compute: Compute) -> Double? {
    if case .written(let squares?) = state { return squares }
    return gradient.map { compute.sumOfSquares($0, rows: touchedRows?.rows) }
  }

  /// Sets the gradient to zero. A table clears its touched rows; a vector or memory of a ``GradientMemory`` is cleared;
  /// other matrices are only marked, and the next product overwrites them.
  package func zeroGradient(_ compute: Compute) {
    guard let sums else { return }
    if let touchedRows {
      for row in touchedRows.rows { sums.rows(row..<row + 1).fill(0) }
      touchedRows.clear()
    } else if isLent {
      compute.clear(sums)
      state = .written(squares: nil)
    } else if sums.rows == 1 {
      compute.clear(sums)
      state = .zeros
    } else if case .written = state {
      state = .cleared
    }
  }
}

// MARK: To and from checkpoints

extension Parameter {
  /// The values in the order of ``shape``, row-major.
  package var fileValues: [Float] { inFileOrder(value).toArray() }

  /// The gradient in the order of ``shape``, row-major; nil where the parameter is frozen.
  package var gradientValues: [Float]? { gradient.map { inFileOrder($0).toArray() } }

  /// The parameter as a tensor to write.
  ///
  /// - Parameters:
  ///   - other: Another name for the tensor.
  ///   - matrix: Values to write in the place of the parameter's, in the shape of `value`, such as the optimizer's.
  package func source(named other: String? = nil, of matrix: Matrix? = nil) -> TensorSource {
    TensorSource(name: other ?? name, shape: shape) { [self] body in
      try inFileOrder(matrix ?? value).withUnsafeBufferPointer { try body($0) }
    }
  }

  /// A tensor of bfloat16, for values that are exact in this format.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - matrix: Returns the values, in the shape of `value`, when they are written.
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

  /// Overwrites the values, or those of a matrix in the shape of `value`, with a tensor's.
  ///
  /// - Throws: `CheckpointError` where the tensor cannot be read.
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
