import BertKernelsMatrixUnits

/// A block of rows of activations, quantized and packed in scratch memory.
struct QuantizedBlock {
  private let rows: Int
  /// Words, row by row or in panels, as the kernel reads them.
  private let words: UnsafePointer<Int32>
  /// Words from one row to the next, where they are not in panels.
  private let stride: Int
  /// Two floats for each row: the scale, and the zero point.
  private let ranges: UnsafeMutablePointer<Float>
  /// The activations of the columns that are kept in Float32, row by row.
  private let kept: UnsafeMutablePointer<Float>
  /// Scratch memory for the sums of one tile.
  private let tile: UnsafeMutablePointer<Int32>

  /// Floats of scratch memory for a block: a tile, words in two orders, one row of floats, ranges, kept activations.
  static func scratchCount(rows: Int, _ weights: PackedQuantizedMatrix, _ kernel: QuantizedKernel) -> Int {
    let padded = (rows + kernel.tileRows - 1) / kernel.tileRows * kernel.tileRows
    let ordered = padded * stride(weights, kernel), packed = kernel.usesTiles ? 0 : padded * weights.packed.rows
    return kernel.tileRows * kernel.shape.columns + ordered + packed + weights.rows
      + rows * (2 + weights.keptColumns.count)
  }

  /// Words from one row to the next: not a multiple of a page, as all rows would then map to the same lines of L1.
  private static func stride(_ weights: PackedQuantizedMatrix, _ kernel: QuantizedKernel) -> Int {
    let words = weights.packed.rows
    return kernel.usesTiles && words % 1_024 == 0 ? words + 16 : words
  }

  /// Quantizes the rows of `x`.
  init(
    _ x: Matrix, _ weights: PackedQuantizedMatrix, _ kernel: QuantizedKernel, _ arithmetic: any RowKernels.Type,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let depth = weights.packed.rows, keptCount = weights.keptColumns.count
    let padded = (x.rows + kernel.tileRows - 1) / kernel.tileRows * kernel.tileRows
    rows = x.rows
    stride = Self.stride(weights, kernel)
    tile = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Int32.self)
    let ordered = scratch + kernel.tileRows &* kernel.shape.columns
    let panels = ordered + padded &* stride
    let row = panels + (kernel.usesTiles ? 0 : padded &* depth)
    ranges = row + weights.rows
    kept = ranges + 2 &* x.rows
    // Values are written sixteen at a time; words beyond those are set to zero.
    let written = (x.columns + 15) / 16 * 16 / kernel.valuesInWord
    for index in 0..<x.rows {
      let target = ordered + index &* stride
      var source = UnsafePointer(x.row(index))
      if keptCount > 0 {
        row.update(from: source, count: x.columns)
        for place in 0..<keptCount {
          let column = weights.keptColumns[place]
          kept[index &* keptCount &+ place] = row[column]
          row[column] = 0
        }
        source = UnsafePointer(row)
      }
      let range = arithmetic.quantize(source, valuesInWord: kernel.valuesInWord, into: target, x.columns)
      if written < depth { (target + written).update(repeating: 0, count: depth &- written) }
      ranges[2 &* index] = range.scale
      ranges[2 &* index &+ 1] = Float(range.zero)
    }
    if !kernel.usesTiles {
      kernel.shape.packA(
        StridedView(pointer: ordered, rowStride: stride, columnStride: 1), row: 0, rows: x.rows, step: 0, depth: depth,
        into: panels)
    }
    words = UnsafeRawPointer(kernel.usesTiles ? ordered : panels).assumingMemoryBound(to: Int32.self)
  }

  /// Computes the columns `columns` of x·Wᵀ as floats.
  ///
  /// - Parameters:
  ///   - weights: W.
  ///   - panels: The panels of the packed weights, from `columns` on.
  ///   - c: The result, with as many rows as the block.
  func multiply(
    _ weights: PackedQuantizedMatrix, _ panels: UnsafePointer<Float>, into c: Matrix, columns: Range<Int>,
    _ kernel: QuantizedKernel, _ arithmetic: any RowKernels.Type
  ) {
    let depth = weights.packed.rows, width = kernel.shape.columns, keptCount = weights.keptColumns.count
    let panels = UnsafeRawPointer(panels).assumingMemoryBound(to: Int32.self)
    if kernel.usesTiles { TileConfiguration.configure() }
    weights.sums.withUnsafeBufferPointer { sums in
      weights.scales.withUnsafeBufferPointer { scales in
        guard let sums = sums.baseAddress, let scales = scales.baseAddress else { return }
        for column in Swift.stride(from: columns.lowerBound, to: columns.upperBound, by: width) {
          for row in Swift.stride(from: 0, to: rows, by: kernel.tileRows) {
            let height = min(kernel.tileRows, rows &- row)
            // Panels of `tileRows` rows, or the rows themselves.
            kernel.multiply(
              depth, words + row &* (kernel.usesTiles ? stride : depth), stride,
              panels + (column &- columns.lowerBound) &* depth, tile, height)
            arithmetic.dequantizeRows(
              tile, stride: width, into: c.row(row) + column, stride: c.stride, rows: height,
              ranges: ranges + 2 &* row, sums: sums + column, scales: scales + column,
              kept: kept + row &* keptCount, keptCount: keptCount,
              keptWeights: weights.keptWeights.pointer + column, keptStride: weights.keptWeights.stride,
              min(width, columns.upperBound &- column))
          }
        }
      }
    }
    if kernel.usesTiles { TileConfiguration.release() }
  }
}
