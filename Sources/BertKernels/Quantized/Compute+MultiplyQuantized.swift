extension Compute {
  /// C = x·Wᵀ with an epilogue, where W is quantized beforehand and x row by row during the product.
  ///
  /// Each block of rows is quantized and packed; each tile is computed in Int32 in scratch memory and then written as
  /// floats to C; then the epilogue follows. The integers are exact and the rest is computed row by row, so the result
  /// does not depend on threads or kernel.
  ///
  /// - Parameters:
  ///   - x: `[M, K]`.
  ///   - weights: W, `[N, K]`, packed.
  ///   - c: `[M, N]`; must not share memory with x.
  ///   - epilogue: What is done to the rows of C; not ``Epilogue/add``.
  package func multiply(_ x: Matrix, _ weights: PackedQuantizedMatrix, into c: Matrix, _ epilogue: Epilogue = .store) {
    precondition(x.columns == weights.rows && x.rows == c.rows && weights.columns == c.columns, "shapes do not fit")
    let shape = quantizedKernel.shape
    precondition(weights.packed.shape == shape && weights.valuesInWord == quantizedKernel.valuesInWord, "another tile")
    precondition(!epilogue.accumulates, "a quantized product cannot be added to C")
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
    // A row whose columns several threads compute can be normalized only when all have finished.
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

  /// Computes a rectangle of C on one thread.
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
