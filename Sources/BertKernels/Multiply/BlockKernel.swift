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

  /// Runs `body` with this thread's unit ready for ``multiplyTiles(rows:columns:depth:_:isPadded:panel:_:panelDepth:into:stride:accumulate:)``.
  func use(_ body: () -> Void)

  /// The product of rows of A where they lie and packed panels of B, for products too small to repay packing, in whole
  /// tiles: what lies beyond the last row and column of C is overwritten too.
  ///
  /// - Parameters:
  ///   - a: Where `isPadded`, memory can be read up to a whole tile beyond the last row; what stands there does not
  ///     matter. Otherwise nothing beyond is read, and `accumulate` must be false.
  ///   - panel: Room for one packed panel of A, see ``panelCount(headSize:)``.
  ///   - panelDepth: Steps in each panel of B, of which the first `depth` are used; all of them where none is given.
  ///   - c: Rows and columns up to whole tiles must exist.
  func multiplyTiles(
    rows: Int, columns: Int, depth: Int, _ a: StridedView, isPadded: Bool, panel: UnsafeMutablePointer<Float>,
    _ b: UnsafePointer<Float>, panelDepth: Int?, into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool)

  /// Floats of `panel` in attention with heads of this size.
  func panelCount(headSize: Int) -> Int

  /// Of which number of queries attention's blocks are a multiple.
  var queriesMultiple: Int { get }
}

extension BlockKernel {
  func use(_ body: () -> Void) { body() }

  /// Whole tiles of every size down.
  var queriesMultiple: Int { 12 }
}

extension TileKernel: BlockKernel {
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

  func multiplyBlock(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool, edge: UnsafeMutablePointer<Float>
  ) {
    tile.multiplyBlock(
      rows: rows, columns: columns, depth: depth, a, b, into: c, stride: stride, accumulate: accumulate, edge: edge)
  }

  func panelCount(headSize: Int) -> Int { shape.rows * headSize }
}
