extension Compute {
  /// C = x·Wᵀ with an epilogue, W quantised beforehand, x token by token on the way.
  ///
  /// - Parameters:
  ///   - x: `[M, K]`. - weights: W, `[N, K]`. - c: `[M, N]`; must not share memory with x.
  ///
  /// For each block of rows: quantise and pack, each tile in Int32 into memory of its own and from there as floats into C,
  /// then the epilogue. The integers are exact and the rest is row by row, so neither threads nor the kernel show in the result.
  package func multiply(_ x: Matrix, _ weights: PackedQuantizedMatrix, into c: Matrix, _ epilogue: Epilogue = .store) {
    precondition(x.columns == weights.rows && x.rows == c.rows && weights.columns == c.columns, "shapes do not fit")
    let shape = quantizedKernel.shape
    precondition(weights.packed.shape == shape && weights.valuesInWord == quantizedKernel.valuesInWord, "another tile")
    precondition(!epilogue.accumulates, "a quantised product is not added to what is there")
    guard c.rows > 0, c.columns > 0 else { return }
    let outer = StageClock.enter(.products)
    defer { StageClock.leave(to: outer) }
    reserveScratch(QuantizedBlock.scratchCount(rows: min(blocks.rows, c.rows), weights, quantizedKernel))
    // Integers take about a quarter of the time of floats.
    let isSmall = c.rows * c.columns * weights.rows < 4 * Self.smallestShared.products
    guard threads > 1, !isSmall else {
      multiply(x, weights, into: c, rows: 0..<c.rows, columns: 0..<c.columns, epilogue, scratch: scratch(of: 0))
      return
    }
    let byRows = c.rows >= threads * 2 * shape.rows
    // A row that several threads share can be normalized only when all have finished.
    let whole = epilogue, epilogue = byRows ? epilogue : epilogue.withoutNorm
    let pieces = byRows ? blocks.pieces(rows: c.rows, threads: threads, shape) : threads
    pool.share(pieces) { piece, part in
      let rows = byRows ? partition(c.rows, parts: pieces, index: piece, multipleOf: shape.rows) : 0..<c.rows
      let columns =
        byRows ? 0..<c.columns : partition(c.columns, parts: pieces, index: piece, multipleOf: shape.columns)
      if !rows.isEmpty, !columns.isEmpty {
        multiply(x, weights, into: c, rows: rows, columns: columns, epilogue, scratch: scratch(of: part))
      }
    }
    if !byRows, let norm = whole.norm { apply(norm, to: c) }
  }

  /// One thread's rectangle of C.
  private func multiply(
    _ x: Matrix, _ weights: PackedQuantizedMatrix, into c: Matrix, rows: Range<Int>, columns: Range<Int>,
    _ epilogue: Epilogue, scratch: UnsafeMutablePointer<Float>
  ) {
    let panels = weights.packed.panels(step: 0, depth: weights.packed.rows, column: columns.lowerBound)
    var row = rows.lowerBound
    while row < rows.upperBound {
      let block = row..<min(row + blocks.rows, rows.upperBound)
      let quantized = QuantizedBlock(x.rows(block), weights, quantizedKernel, kernel.rows, scratch: scratch)
      quantized.multiply(weights, panels, into: c.rows(block), columns: columns, quantizedKernel, kernel.rows)
      epilogue.apply(to: c, rows: block, columns: columns, kernel.rows)
      row = block.upperBound
    }
  }
}
