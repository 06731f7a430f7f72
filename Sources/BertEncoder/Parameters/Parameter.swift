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
  /// The sums of this step, of the shape of `value`; `nil` where the parameter is frozen.
  package var gradient: Matrix? {
    if case .cleared = state { sums?.fill(0) }
    state = .written(squares: nil)
    return sums
  }
  /// Where the gradient is summed; not to be read or written while ``state`` says `cleared`.
  private var sums: Matrix?
  private var state = GradientState.zeros
  /// Whether the memory is another's, who wants it to be zeros where it was cleared.
  private var isLent = false
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

  package var isTrained: Bool { sums != nil }
  package var count: Int { value.count }
}

// MARK: The gradient

extension Parameter {
  /// What the memory of a gradient holds.
  private enum GradientState {
    /// Zeros, as new memory does.
    case zeros
    /// Numbers of the step before that count as zeros: what comes first overwrites them, and nothing is cleared.
    case cleared
    /// Sums of this step, and Σ g² of them where it was taken while they were in cache.
    case written(squares: Double?)
  }

  /// Whether nothing was added since the gradient was cleared, so that the first product may overwrite it.
  var isFresh: Bool {
    if case .written = state { false } else { true }
  }

  /// Gives memory for the gradient, or takes it. Memory that is given anew counts as cleared.
  ///
  /// - Parameter isNew: Whether the memory holds zeros.
  func setGradient(_ memory: Matrix?, isNew: Bool) {
    if memory == nil || sums == nil {
      state = isNew ? .zeros : .cleared
      isLent = false
    }
    sums = memory
  }

  /// Takes memory that another keeps, with what it holds.
  func useGradient(_ memory: Matrix) {
    sums = memory
    state = .written(squares: nil)
    isLent = true
  }

  /// To be called when the first product of a step has overwritten the gradient.
  func didOverwriteGradient(_ compute: Compute) {
    guard let sums else { return }
    state = .written(squares: StageClock.time(.gradientNorm) { compute.sumOfSquares(sums) })
  }

  /// Σ g², of a table over the rows that were touched; nil where the parameter is frozen.
  package func squaredGradient(_ compute: Compute) -> Double? {
    if case .written(let squares?) = state { return squares }
    return gradient.map { compute.sumOfSquares($0, rows: touchedRows?.rows) }
  }

  /// Sets the gradient to zero: of a table the rows that were touched, of another matrix, unless
  /// its memory is another's, by what overwrites it next.
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
