/// The epilogues of a product, along one row.
extension RowArithmetic {
  /// x := x + bias
  ///
  /// - Parameter kept: Where the result is stored in addition; nil for nowhere.
  package static func addBias(
    _ bias: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>, keeping kept: UnsafeMutablePointer<Float>?,
    _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let sum = load16(x, i, first: lanes) + load16(bias, i, first: lanes)
      store(sum, x, i, first: lanes)
      if let kept { store(sum, kept, i, first: lanes) }
    }
    forEachVector(count, body)
  }

  /// x := (x + bias) + residual
  ///
  /// - Parameter kept: Where the result is stored in addition; nil for nowhere.
  package static func addResidual(
    _ residual: UnsafePointer<Float>, bias: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>,
    keeping kept: UnsafeMutablePointer<Float>?, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let sum = load16(x, i, first: lanes) + load16(bias, i, first: lanes) + load16(residual, i, first: lanes)
      store(sum, x, i, first: lanes)
      if let kept { store(sum, kept, i, first: lanes) }
    }
    forEachVector(count, body)
  }
}
