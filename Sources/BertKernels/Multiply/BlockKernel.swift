/// The two parts of a matrix product in a format of factors: the packing of blocks, and the product of packed blocks.
///
/// The memory of packed factors is counted and passed as floats, which stand for words of 32 bits in other formats.
protocol BlockKernel: Sendable {
  /// The shape of the register tile, which determines how factors are packed.
  var shape: TileShape { get }
  /// The format of packed factors.
  var format: FactorFormat { get }

  /// Packs a block of A, `[rows, depth]`, from its element (row, step) on.
  func packA(
    _ a: StridedView, row: Int, rows: Int, step: Int, depth: Int, into destination: UnsafeMutablePointer<Float>)

  /// Packs panels of B, `[depth, columns]`, from its element (step, column) on.
  func packB(
    _ b: StridedView, step: Int, depth: Int, column: Int, columns: Int, into destination: UnsafeMutablePointer<Float>)

  /// C[0..<rows, 0..<columns] = A·B, or += where `accumulate`; nothing beyond is written.
  ///
  /// - Parameters:
  ///   - a: A packed block of A, `[rows, depth]`.
  ///   - b: Packed panels of B, `[depth, columns]`.
  ///   - c: The first element, rows `stride` floats apart.
  ///   - edge: Scratch memory for one tile.
  func multiplyBlock(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool, edge: UnsafeMutablePointer<Float>)

  /// Runs `body` with this thread's unit ready for
  /// ``multiplyTiles(rows:columns:depth:_:isPadded:panel:_:panelDepth:into:stride:accumulate:)``.
  func use(_ body: () -> Void)

  /// The product of unpacked rows of A and packed panels of B, for products too small for packing A to pay off. It
  /// computes whole tiles: memory beyond the last row and column of C is overwritten too.
  ///
  /// - Parameters:
  ///   - a: Where `isPadded`, the memory is readable up to a whole tile beyond the last row, with any contents.
  ///     Otherwise nothing beyond is read, and `accumulate` must be false.
  ///   - panel: Scratch memory for one packed panel of A, see ``panelCount(headSize:)``.
  ///   - panelDepth: Steps in each panel of B, of which the first `depth` are used; nil for `depth`.
  ///   - c: Its memory must extend to whole tiles of rows and columns.
  func multiplyTiles(
    rows: Int, columns: Int, depth: Int, _ a: StridedView, isPadded: Bool, panel: UnsafeMutablePointer<Float>,
    _ b: UnsafePointer<Float>, panelDepth: Int?, into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool)

  /// The size of `panel` in floats, for attention with heads of this size.
  func panelCount(headSize: Int) -> Int

  /// The number that attention's blocks of queries are a multiple of.
  var queriesMultiple: Int { get }
}

extension BlockKernel {
  func use(_ body: () -> Void) { body() }

  /// A multiple of the rows of all Float32 tiles.
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
