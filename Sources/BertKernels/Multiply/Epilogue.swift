/// The operations on the rows of a product while they are still in cache.
package enum Epilogue {
  /// C = A·B
  case store
  /// C += A·B
  case add
  /// C = A·B + bias, with bias `[1, N]`
  case bias(Matrix)
  /// C = gelu(A·B + bias); where `keeping` is given, A·B + bias is kept there for backward. `[M, N]`
  case biasActivation(Matrix, Activation, keeping: Matrix?)
  /// C = dropout(A·B + bias) + residual, with residual `[M, N]`
  case biasDropoutResidual(Matrix, Dropout?, residual: Matrix)
  /// C = LayerNorm(dropout(A·B + bias) + residual), each row normalized as soon as it is finished.
  case biasDropoutResidualNorm(Matrix, Dropout?, residual: Matrix, RowNorm)

  /// LayerNorm at the end of a product, and the matrices that it stores for backward.
  package struct RowNorm {
    let norm: LayerNorm
    /// Where the input of LayerNorm, `[M, N]`, and its statistics, `[M, 2]`, are stored, if backward needs them.
    let kept: (sum: Matrix, statistics: Matrix)?

    package init(_ norm: LayerNorm, keeping kept: (sum: Matrix, statistics: Matrix)? = nil) {
      self.norm = norm
      self.kept = kept
    }

    /// Normalizes one row in place.
    ///
    /// - Parameter isKept: Whether the input was already stored in `kept`, where that is given.
    func apply(to c: Matrix, row: Int, isKept: Bool = false, _ kernels: any RowKernels.Type) {
      if !isKept { kept?.sum.row(row).update(from: c.row(row), count: c.columns) }
      norm.apply(to: c, into: c, statistics: kept?.statistics, rows: row..<row + 1, kernels)
    }
  }

  var accumulates: Bool {
    if case .add = self { true } else { false }
  }

  var norm: RowNorm? {
    if case .biasDropoutResidualNorm(_, _, _, let norm) = self { norm } else { nil }
  }

  /// The same epilogue without the LayerNorm.
  var withoutNorm: Epilogue {
    guard case .biasDropoutResidualNorm(let bias, let dropout, let residual, _) = self else { return self }
    return .biasDropoutResidual(bias, dropout, residual: residual)
  }

  /// Applies the epilogue to a finished rectangle of C; with a LayerNorm, `columns` must be all.
  func apply(to c: Matrix, rows: Range<Int>, columns: Range<Int>, _ kernels: any RowKernels.Type) {
    let outer = StageClock.enter(.epilogues)
    defer { StageClock.leave(to: outer) }
    switch self {
    case .store, .add:
      break
    case .bias(let bias):
      for row in rows { add(bias, to: c, row: row, columns, keeping: nil, kernels) }
    case .biasActivation(let bias, let activation, let kept):
      for row in rows {
        add(bias, to: c, row: row, columns, keeping: kept, kernels)
        activation.apply(to: c.row(row) + columns.lowerBound, count: columns.count, kernels)
      }
    case .biasDropoutResidual(let bias, let dropout, let residual):
      for row in rows { addResidual(bias, dropout, residual, to: c, row: row, columns, keeping: nil, kernels) }
    case .biasDropoutResidualNorm(let bias, let dropout, let residual, let norm):
      for row in rows {
        addResidual(bias, dropout, residual, to: c, row: row, columns, keeping: norm.kept?.sum, kernels)
        norm.apply(to: c, row: row, isKept: true, kernels)
      }
    }
  }

  private func add(
    _ bias: Matrix, to c: Matrix, row: Int, _ columns: Range<Int>, keeping kept: Matrix?,
    _ kernels: any RowKernels.Type
  ) {
    let first = columns.lowerBound
    kernels.addBias(
      bias.pointer + first, to: c.row(row) + first, keeping: kept.map { $0.row(row) + first }, columns.count)
  }

  private func addResidual(
    _ bias: Matrix, _ dropout: Dropout?, _ residual: Matrix, to c: Matrix, row: Int, _ columns: Range<Int>,
    keeping kept: Matrix?, _ kernels: any RowKernels.Type
  ) {
    let first = columns.lowerBound, target = c.row(row) + first, kept = kept.map { $0.row(row) + first }
    let bias = bias.pointer + first, residual = residual.row(row) + first
    if let dropout {
      dropout.addResidual(
        residual, bias: bias, to: target, keeping: kept, row: row, column: first, count: columns.count, kernels)
    } else {
      kernels.addResidual(residual, bias: bias, to: target, keeping: kept, columns.count)
    }
  }
}
