/// What a product is made of, whatever its factors' format: the packing of blocks, and the product of packed ones.
///
/// Memory of packed factors is counted and handed around in floats, or words of as many bits.
protocol BlockKernel: Sendable {
  /// How factors are packed.
  var shape: TileShape { get }
  var format: FactorFormat { get }

  /// Packs `rows × depth` of A from its element (row, step) on.
  func packA(
    _ a: StridedView, row: Int, rows: Int, step: Int, depth: Int, into destination: UnsafeMutablePointer<Float>)

  /// Packs `depth × columns` of B from its element (step, column) on.
  func packB(
    _ b: StridedView, step: Int, depth: Int, column: Int, columns: Int, into destination: UnsafeMutablePointer<Float>)

  /// C[0..<rows, 0..<columns] = A·B, or += where `accumulate`; nothing beyond is written.
  ///
  /// - Parameters:
  ///   - a, b: Packed. - edge: Room for one tile.
  func multiplyBlock(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool, edge: UnsafeMutablePointer<Float>)
}

extension RegisterTile: BlockKernel {
  var format: FactorFormat { .float32 }

  func packA(
    _ a: StridedView, row: Int, rows: Int, step: Int, depth: Int, into destination: UnsafeMutablePointer<Float>
  ) {
    shape.packA(a, row: row, rows: rows, step: step, depth: depth, into: destination)
  }

  func packB(
    _ b: StridedView, step: Int, depth: Int, column: Int, columns: Int, into destination: UnsafeMutablePointer<Float>
  ) {
    shape.packB(b, step: step, depth: depth, column: column, columns: columns, into: destination)
  }
}
