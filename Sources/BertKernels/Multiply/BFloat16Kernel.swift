import BertKernelsMatrixUnits
import CKernels

/// A kernel that multiplies factors rounded to bfloat16.
///
/// Each kernel rounds the factors to nearest, ties to even, and accumulates in Float32. The order and the roundings of
/// the additions differ, so each has bytes of its own, which are the same at any number of threads. The units of
/// processors treat denormal numbers as zero.
package struct BFloat16Kernel: Sendable {
  package let name: String
  /// The unit of the processor; nil where rounded factors are multiplied by the Float32 kernel.
  private let unit: BFloat16Unit?

  /// AMX: tiles of 16 × 16 sums and 32 steps.
  package static let tiles = BFloat16Kernel(name: "AMX-BF16 32×32", unit: .tiles)

  /// AVX512-BF16: two steps in each lane.
  package static let pairs = BFloat16Kernel(name: "AVX512-BF16 8×32", unit: .pairs)

  /// Any processor: the same rounding, then the Float32 kernel at its speed.
  package static let emulated = BFloat16Kernel(name: "emulated", unit: nil)

  /// The kernels that this processor can run, the fastest first.
  package static let available: [BFloat16Kernel] =
    (ck_processor_has_amx_bf16() != 0 ? [tiles] : []) + (ck_processor_has_avx512_bf16() != 0 ? [pairs] : [])
    + [emulated]

  /// The block kernel of this format.
  ///
  /// - Parameter tile: The Float32 kernel that is used without a unit.
  func blockKernel(_ tile: TileKernel) -> any BlockKernel {
    if let unit { UnitKernel(unit: unit) } else { RoundedTile(tile: tile) }
  }
}

/// Products of bfloat16 factors on a unit of the processor.
struct UnitKernel: BlockKernel {
  let unit: BFloat16Unit

  let shape = TileShape(rows: 32, columns: 32, valuesInWord: 2, depthUnit: 32)
  var format: FactorFormat { .bfloat16 }

  func packA(
    _ a: StridedView, row: Int, rows count: Int, step: Int, depth: Int, into destination: UnsafeMutablePointer<Float>
  ) {
    for i in stride(from: 0, to: count, by: shape.rows) {
      BFloat16Packing.packA(
        a.at(row &+ i, step), rowStride: a.rowStride, stepStride: a.columnStride, rows: min(shape.rows, count &- i),
        depth: depth, into: words(destination + i &* shape.words(depth: depth)))
    }
  }

  func packB(
    _ b: StridedView, step: Int, depth: Int, column: Int, columns: Int, into destination: UnsafeMutablePointer<Float>
  ) {
    BFloat16Packing.packB(
      b.at(step, column), stepStride: b.rowStride, columnStride: b.columnStride, depth: depth, columns: columns,
      into: words(destination))
  }

  func multiplyBlock(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool, edge: UnsafeMutablePointer<Float>
  ) {
    BFloat16Block.multiply(
      unit, rows: rows, columns: columns, steps: shape.paddedDepth(depth) / shape.depthUnit, words(a), words(b),
      into: c, stride: stride, accumulate: accumulate, edge: edge)
  }

  var queriesMultiple: Int { shape.rows }

  func use(_ body: () -> Void) { unit.use(body) }

  func multiplyTiles(
    rows: Int, columns: Int, depth: Int, _ a: StridedView, isPadded: Bool, panel: UnsafeMutablePointer<Float>,
    _ b: UnsafePointer<Float>, panelDepth: Int?, into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool
  ) {
    for i in Swift.stride(from: 0, to: rows, by: shape.rows) {
      packA(a, row: i, rows: min(shape.rows, rows &- i), step: 0, depth: depth, into: panel)
      BFloat16Block.multiplyPanel(
        unit, columns: columns, steps: shape.paddedDepth(depth) / shape.depthUnit, words(UnsafePointer(panel)),
        words(b), panelWords: shape.columns &* shape.words(depth: panelDepth ?? depth), into: c + i &* stride,
        stride: stride, accumulate: accumulate)
    }
  }

  func panelCount(headSize: Int) -> Int {
    shape.countA(rows: shape.rows, depth: max(headSize, AttentionBlocks.mostSteps))
  }

  private func words(_ p: UnsafePointer<Float>) -> UnsafePointer<UInt32> {
    UnsafeRawPointer(p).assumingMemoryBound(to: UInt32.self)
  }

  private func words(_ p: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(p).assumingMemoryBound(to: UInt32.self)
  }
}
