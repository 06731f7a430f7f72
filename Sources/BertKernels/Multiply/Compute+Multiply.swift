extension Compute {
  /// C = A·B with an epilogue, packing B first.
  ///
  /// - Parameters:
  ///   - a: `[M, K]`.
  ///   - b: `[K, N]`.
  ///   - c: `[M, N]`; must not share memory with a or b.
  ///   - epilogue: What is done to the rows of C.
  package func multiply(_ a: Operand, _ b: Operand, into c: Matrix, _ epilogue: Epilogue = .store) {
    let mark = arena.mark
    let storage = arena.matrix(rows: 1, columns: products.shape.countB(depth: b.rows, columns: b.columns))
    multiply(a, pack(b, into: storage), into: c, epilogue)
    arena.release(mark)
  }

  /// C = A·B with an epilogue, where B is packed already.
  ///
  /// The rows of C are divided among the threads, block by block, or its columns where there are few rows. Every
  /// element of C is a chain of fused multiply-adds for each block of depth, and the blocks are added in order,
  /// whichever tile and thread computes it. With ``FactorFormat/bfloat16``, the factors are rounded when they are
  /// packed.
  ///
  /// - Parameters:
  ///   - a: `[M, K]`.
  ///   - b: `[K, N]`, packed by ``pack(_:)`` of a computation with the same kernels and block sizes.
  ///   - c: `[M, N]`; must not share memory with a.
  ///   - epilogue: What is done to the rows of C.
  package func multiply(_ a: Operand, _ b: PackedMatrix, into c: Matrix, _ epilogue: Epilogue = .store) {
    precondition(a.columns == b.rows && a.rows == c.rows && b.columns == c.columns, "shapes do not fit")
    precondition(b.shape == products.shape && b.format == products.format, "packed for another tile")
    guard c.rows > 0, c.columns > 0 else { return }
    let outer = StageClock.enter(.products)
    defer { StageClock.leave(to: outer) }
    reserveScratch(
      products.shape.count + products.shape.countA(rows: min(blocks.rows(products.shape), c.rows), depth: b.blockDepth))
    // Products of bfloat16 take about a quarter of the time of those of floats.
    let isSmall =
      c.rows * c.columns * b.rows < (products.shape.valuesInWord == 1 ? 1 : 4) * Self.smallestShared.products
    guard threads > 1, !isSmall else {
      multiply(
        a.view, b, into: c, rows: 0..<c.rows, columns: 0..<c.columns, epilogue, scratch: scratch(of: 0))
      return
    }
    let byRows = c.rows >= threads * 2 * products.shape.rows
    // A row whose columns several threads compute can be normalized only when all have finished.
    let whole = epilogue, epilogue = byRows ? epilogue : epilogue.withoutNorm
    let pieces = byRows ? blocks.pieces(rows: c.rows, threads: threads, products.shape) : threads
    pool.share(pieces) { piece, part in
      let rows = byRows ? partition(c.rows, parts: pieces, index: piece, multipleOf: products.shape.rows) : 0..<c.rows
      let columns =
        byRows ? 0..<c.columns : partition(c.columns, parts: pieces, index: piece, multipleOf: products.shape.columns)
      if !rows.isEmpty, !columns.isEmpty {
        multiply(a.view, b, into: c, rows: rows, columns: columns, epilogue, scratch: scratch(of: part))
      }
    }
    if !byRows, let norm = whole.norm { apply(norm, to: c) }
  }

  /// Normalizes rows that are finished.
  func apply(_ norm: Epilogue.RowNorm, to c: Matrix) {
    forRanges(c.rows, width: c.columns) { rows in
      for row in rows { norm.apply(to: c, row: row, kernel.rows) }
    }
  }

  /// Computes a rectangle of C on one thread: for each block of depth and each block of rows, packs A and multiplies.
  private func multiply(
    _ a: StridedView, _ b: PackedMatrix, into c: Matrix, rows: Range<Int>, columns: Range<Int>, _ epilogue: Epilogue,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let edge = scratch, packed = scratch + products.shape.count
    var step = 0
    repeat {
      let depth = min(b.blockDepth, b.rows - step)
      let panels = b.panels(step: step, depth: depth, column: columns.lowerBound)
      let isLast = step + depth == b.rows
      var row = rows.lowerBound
      while row < rows.upperBound {
        let height = min(blocks.rows(products.shape), rows.upperBound - row)
        StageClock.time(.packing) {
          products.packA(a, row: row, rows: height, step: step, depth: depth, into: packed)
        }
        products.multiplyBlock(
          rows: height, columns: columns.count, depth: depth, packed, panels, into: c.row(row) + columns.lowerBound,
          stride: c.stride, accumulate: step > 0 || epilogue.accumulates, edge: edge)
        if isLast { epilogue.apply(to: c, rows: row..<row + height, columns: columns, kernel.rows) }
        row += height
      }
      step += depth
    } while step < b.rows
  }
}
