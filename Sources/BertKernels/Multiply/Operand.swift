/// A matrix, or its transpose, as a factor of a product.
///
/// Packing gives both the same layout before the arithmetic begins, so one kernel computes A·B, A·Bᵀ and Aᵀ·B.
package struct Operand {
  let matrix: Matrix
  let isTransposed: Bool

  package var rows: Int { isTransposed ? matrix.columns : matrix.rows }
  package var columns: Int { isTransposed ? matrix.rows : matrix.columns }

  var view: StridedView {
    isTransposed
      ? StridedView(pointer: matrix.pointer, rowStride: 1, columnStride: matrix.stride)
      : StridedView(pointer: matrix.pointer, rowStride: matrix.stride, columnStride: 1)
  }
}

extension Matrix {
  /// This matrix as a factor.
  package var operand: Operand { Operand(matrix: self, isTransposed: false) }
  /// Its transpose as a factor, without a copy.
  package var transpose: Operand { Operand(matrix: self, isTransposed: true) }
}

/// Element (i, j) at `pointer[i * rowStride + j * columnStride]`; one of the strides is 1.
struct StridedView {
  let pointer: UnsafePointer<Float>
  let rowStride: Int
  let columnStride: Int

  init(pointer: UnsafePointer<Float>, rowStride: Int, columnStride: Int) {
    self.pointer = pointer
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  init(pointer: UnsafeMutablePointer<Float>, rowStride: Int, columnStride: Int) {
    self.init(pointer: UnsafePointer(pointer), rowStride: rowStride, columnStride: columnStride)
  }

  /// The view that begins `count` rows further down.
  func advanced(rows count: Int) -> StridedView {
    StridedView(pointer: pointer + count &* rowStride, rowStride: rowStride, columnStride: columnStride)
  }

  /// The address of element (row, column).
  @inline(__always)
  func at(_ row: Int, _ column: Int) -> UnsafePointer<Float> {
    pointer + (row &* rowStride &+ column &* columnStride)
  }
}
