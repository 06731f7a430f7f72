import CKernels

extension Compute {
  /// C = x·Wᵀ with an epilogue, W quantised beforehand, x token by token on the way.
  ///
  /// - Parameters:
  ///   - x: `[M, K]`. - weights: W, `[N, K]`. - c: `[M, N]`; must not share memory with x.
  ///
  /// For each block of rows: quantise and pack, all tiles in Int32 into C's own memory, then in place to floats, then the
  /// epilogue. The integers are exact and the rest is row by row, so neither threads nor the kernel show in the result.
  package func multiply(_ x: Matrix, _ weights: PackedQuantizedMatrix, into c: Matrix, _ epilogue: Epilogue = .store) {
    precondition(x.columns == weights.rows && x.rows == c.rows && weights.columns == c.columns, "shapes do not fit")
    let shape = quantizedKernel.tile.shape
    precondition(weights.packed.shape == shape && weights.valuesInWord == quantizedKernel.valuesInWord, "another tile")
    precondition(!epilogue.accumulates, "a quantised product is not added to what is there")
    guard c.rows > 0, c.columns > 0 else { return }
    let outer = StageClock.enter(.products)
    defer { StageClock.leave(to: outer) }
    reserveScratch(shape.count + QuantizedBlock.scratchCount(rows: min(blocks.rows, c.rows), weights))
    // Integers take about a quarter of the time of floats.
    let isSmall = c.rows * c.columns * weights.rows < 4 * Self.smallestShared.products
    guard threads > 1, !isSmall else {
      multiply(x, weights, into: c, rows: 0..<c.rows, columns: 0..<c.columns, epilogue, scratch: scratch(of: 0))
      return
    }
    let byRows = c.rows >= threads * 2 * shape.rows
    // A row that several threads share can be normalized only when all have finished.
    let whole = epilogue, epilogue = byRows ? epilogue : epilogue.withoutNorm
    pool.run { part in
      let rows = byRows ? partition(c.rows, parts: threads, index: part, multipleOf: shape.rows) : 0..<c.rows
      let columns =
        byRows ? 0..<c.columns : partition(c.columns, parts: threads, index: part, multipleOf: shape.columns)
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
    let edge = scratch, scratch = scratch + quantizedKernel.tile.shape.count
    let depth = weights.packed.rows
    let panels = weights.packed.panels(step: 0, depth: depth, column: columns.lowerBound)
    var row = rows.lowerBound
    while row < rows.upperBound {
      let block = row..<min(row + blocks.rows, rows.upperBound)
      let quantized = QuantizedBlock(x.rows(block), weights, shape: quantizedKernel.tile.shape, scratch: scratch)
      quantizedKernel.tile.multiplyBlock(
        rows: block.count, columns: columns.count, depth: depth, quantized.panels, panels,
        into: c.row(row) + columns.lowerBound, stride: c.stride, accumulate: false, edge: edge)
      for index in 0..<block.count { quantized.dequantize(index, c.row(row + index), columns, weights) }
      epilogue.apply(to: c, rows: block, columns: columns, kernel.rows)
      row = block.upperBound
    }
  }
}

/// A block of rows of activations, quantised and packed in scratch memory.
struct QuantizedBlock {
  /// Panels of words, as the tile reads them.
  let panels: UnsafeMutablePointer<Float>
  /// Two floats a row: the scale, and the zero point's bits.
  private let ranges: UnsafeMutablePointer<Float>
  /// The activations of the columns that are kept in Float32, row by row.
  private let kept: UnsafeMutablePointer<Float>

  /// Floats of scratch memory for a block: words in two orders, one row of floats, ranges, kept activations.
  static func scratchCount(rows: Int, _ weights: PackedQuantizedMatrix) -> Int {
    let padded = weights.packed.shape.countA(rows: rows, depth: weights.packed.rows)
    return 2 * padded + paddedDepth(weights) + rows * (2 + weights.keptColumns.count)
  }

  private static func paddedDepth(_ weights: PackedQuantizedMatrix) -> Int {
    weights.packed.rows * weights.valuesInWord
  }

  init(_ x: Matrix, _ weights: PackedQuantizedMatrix, shape: TileShape, scratch: UnsafeMutablePointer<Float>) {
    let words = weights.packed.rows, depth = Self.paddedDepth(weights), keptCount = weights.keptColumns.count
    let padded = shape.countA(rows: x.rows, depth: words)
    panels = scratch
    let ordered = scratch + padded
    let row = ordered + padded
    ranges = row + depth
    kept = ranges + 2 &* x.rows
    (row + x.columns).update(repeating: 0, count: depth &- x.columns)
    for index in 0..<x.rows {
      row.update(from: x.row(index), count: x.columns)
      for (place, column) in weights.keptColumns.enumerated() {
        kept[index &* keptCount &+ place] = row[column]
        row[column] = 0
      }
      let range = QuantizedRow(
        quantizing: row, count: depth, valuesInWord: weights.valuesInWord, into: ordered + index &* words)
      ranges[2 &* index] = range.scale
      ranges[2 &* index &+ 1] = Float(range.zero)
    }
    shape.packA(
      StridedView(pointer: ordered, rowStride: words, columnStride: 1), row: 0, rows: x.rows, step: 0, depth: words,
      into: panels)
  }

  /// Turns row `index` of the product in place from sums of integers to floats, and adds what the kept columns give.
  func dequantize(
    _ index: Int, _ row: UnsafeMutablePointer<Float>, _ columns: Range<Int>, _ weights: PackedQuantizedMatrix
  ) {
    let scale = ranges[2 &* index], zero = Int32(ranges[2 &* index &+ 1])
    let keptCount = weights.keptColumns.count
    weights.sums.withUnsafeBufferPointer { sums in
      weights.scales.withUnsafeBufferPointer { scales in
        guard let sums = sums.baseAddress, let scales = scales.baseAddress else { return }
        var j = columns.lowerBound
        while j < columns.upperBound {
          let count = min(8, columns.upperBound &- j)
          let target = UnsafeMutableRawPointer(row + j)
          let isWhole = count == 8
          let total = isWhole ? target.loadUnaligned(as: SIMD8<Int32>.self) : first(count, of: row + j)
          let sum =
            isWhole ? UnsafeRawPointer(sums + j).loadUnaligned(as: SIMD8<Int32>.self) : first(count, of: sums + j)
          let factor = (isWhole ? load(scales, j) : load(scales + j, first: count)) * scale
          var value = ck_float_of_int(total &- sum &* SIMD8(repeating: zero)) * factor
          for place in 0..<keptCount {
            let line = UnsafePointer(weights.keptWeights.row(place) + j)
            let weight = isWhole ? load(line) : load(line, first: count)
            value = fma(weight, kept[index &* keptCount &+ place], value)
          }
          if isWhole { store(value, row, j) } else { store(value, row + j, first: count) }
          j &+= 8
        }
      }
    }
  }

  /// The first words from memory, the others 0.
  @inline(__always)
  private func first<Word>(_ count: Int, of pointer: UnsafePointer<Word>) -> SIMD8<Int32> {
    var value = SIMD8<Int32>()
    for lane in 0..<count { value[lane] = UnsafeRawPointer(pointer + lane).loadUnaligned(as: Int32.self) }
    return value
  }

  @inline(__always)
  private func first<Word>(_ count: Int, of pointer: UnsafeMutablePointer<Word>) -> SIMD8<Int32> {
    first(count, of: UnsafePointer(pointer))
  }
}
