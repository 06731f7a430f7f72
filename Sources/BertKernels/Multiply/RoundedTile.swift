/// Products of bfloat16 factors by the Float32 kernel, which rounds factors when it packs them: runs on any processor.
struct RoundedTile: BlockKernel {
  let tile: TileKernel

  var shape: TileShape { tile.shape }
  var format: FactorFormat { .bfloat16 }

  func packA(
    _ a: StridedView, row: Int, rows: Int, step: Int, depth: Int, into destination: UnsafeMutablePointer<Float>
  ) {
    tile.packA(a, row: row, rows: rows, step: step, depth: depth, into: destination)
    roundToBFloat16(destination, count: shape.countA(rows: rows, depth: depth))
  }

  func packB(
    _ b: StridedView, step: Int, depth: Int, column: Int, columns: Int, into destination: UnsafeMutablePointer<Float>
  ) {
    tile.packB(b, step: step, depth: depth, column: column, columns: columns, into: destination)
    roundToBFloat16(destination, count: shape.countB(depth: depth, columns: columns))
  }

  func multiplyBlock(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool, edge: UnsafeMutablePointer<Float>
  ) {
    tile.multiplyBlock(
      rows: rows, columns: columns, depth: depth, a, b, into: c, stride: stride, accumulate: accumulate, edge: edge)
  }

  func multiplyTiles(
    rows: Int, columns: Int, depth: Int, _ a: StridedView, isPadded: Bool, panel: UnsafeMutablePointer<Float>,
    _ b: UnsafePointer<Float>, panelDepth: Int?, into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool
  ) {
    for i in Swift.stride(from: 0, to: rows, by: shape.rows) {
      packA(a, row: i, rows: min(shape.rows, rows &- i), step: 0, depth: depth, into: panel)
      for j in Swift.stride(from: 0, to: columns, by: shape.columns) {
        tile.tile.multiply(
          depth, panel, b + j &* (panelDepth ?? depth), c + (i &* stride &+ j), stride, accumulate, b)
      }
    }
  }

  func panelCount(headSize: Int) -> Int {
    shape.countA(rows: shape.rows, depth: max(headSize, AttentionBlocks.mostSteps))
  }
}

/// Rounds each value in place to the nearest bfloat16, ties to even. Infinities stay, and NaNs stay NaNs.
package func roundToBFloat16(_ x: UnsafeMutablePointer<Float>, count: Int) {
  let words = UnsafeMutableRawPointer(x).assumingMemoryBound(to: UInt32.self)
  for index in 0..<count {
    let bits = words[index]
    // Adds half of the last place, less one where that place is even. A NaN could be carried into an infinity: instead,
    // the highest bit of its fraction is set.
    let rounded = bits &+ 0x7FFF &+ ((bits &>> 16) & 1)
    let isNumber = bits & 0x7FFF_FFFF <= 0x7F80_0000
    words[index] = (isNumber ? rounded : bits | 0x40_0000) & 0xFFFF_0000
  }
}
