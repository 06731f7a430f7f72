#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The function of the C library, under a name that ``Compute`` does not have.
private func exponential(_ x: Double) -> Double { exp(x) }

extension Compute {
  /// exp(−γ‖x − y‖²) of each row of x and each of y: `[M, N]`, as scikit-learn's `rbf_kernel`.
  ///
  /// The squared distances are computed as ‖x‖² + ‖y‖² − 2x·y, which loses digits where the rows are far from zero:
  /// center them first.
  ///
  /// - Parameters:
  ///   - x: `[M, K]`.
  ///   - y: `[N, K]`.
  ///   - gamma: γ.
  package func radialKernel(_ x: DoubleMatrix, _ y: DoubleMatrix, gamma: Double) -> DoubleMatrix {
    let kernel = product(x.operand, y.transpose)
    let left = squaredLengths(x), right = squaredLengths(y)
    right.withUnsafeBufferPointer { right in
      // An exponential takes about as long as ten other operations.
      forRanges(kernel.rows, width: 10 * kernel.columns) { rows in
        for row in rows {
          let line = kernel.row(row), own = left[row]
          for column in 0..<kernel.columns {
            let square: Double = own + right[column] - 2 * line[column]
            line[column] = exponential(-gamma * (square > 0 ? square : 0))
          }
        }
      }
    }
    return kernel
  }

  /// ‖x‖² of each row, `[M]`.
  package func squaredLengths(_ x: DoubleMatrix) -> [Double] {
    (0..<x.rows).map { dotLanes(x.row($0), x.row($0), count: x.columns) }
  }
}
