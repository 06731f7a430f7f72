import BertKernels

/// The symmetric matrix whose eigenvectors transfer component analysis takes: KHK less c·v_i·u_j for i ≥ j, and the
/// same mirrored above the diagonal, with v = K·e, u = KHK·v and c = μ / (1 + μ‖v‖²).
struct TransferForm {
  /// K itself `[N, N]`, or the rows X `[N, d]` of a linear kernel.
  private let rows: DoubleMatrix
  /// KHK itself `[N, N]`, or M `[d, d]` with KHK = X·M·Xᵀ.
  private let middle: DoubleMatrix
  private let isLinear: Bool
  private let v: [Double]
  private let u: [Double]
  private let factor: Double

  /// N
  var size: Int { rows.rows }

  /// With more rows than this and a linear kernel, only the wanted eigenvectors are searched for; otherwise all are
  /// computed.
  private static let large = 400

  /// - Parameters:
  ///   - linear: X, `[N, d]`.
  ///   - signs: e, [N].
  ///   - balance: μ.
  init(linear: DoubleMatrix, signs: [Double], balance: Double, _ compute: Compute) {
    let centred = RowMoments(linear, compute).centred
    let middle = compute.product(centred.transpose, centred.operand)
    let v = compute.multiply(linear, compute.multiply(signs, linear))
    let u = compute.multiply(linear, compute.multiply(middle, compute.multiply(v, linear)))
    self.init(rows: linear, middle: middle, isLinear: true, v: v, u: u, balance: balance)
  }

  /// - Parameters:
  ///   - kernel: K, `[N, N]`.
  ///   - signs: e, [N].
  ///   - balance: μ.
  init(kernel: DoubleMatrix, signs: [Double], balance: Double, _ compute: Compute) {
    let centred = RowMoments(kernel, compute).centred
    let middle = compute.product(kernel.operand, centred.operand)
    let v = compute.multiply(kernel, signs)
    self.init(
      rows: kernel, middle: middle, isLinear: false, v: v, u: compute.multiply(middle, v), balance: balance)
  }

  private init(rows: DoubleMatrix, middle: DoubleMatrix, isLinear: Bool, v: [Double], u: [Double], balance: Double) {
    (self.rows, self.middle, self.isLinear, self.v, self.u) = (rows, middle, isLinear, v, u)
    factor = balance / (1 + balance * v.reduce(0) { $0 + $1 * $1 })
  }

  /// The eigenvectors of the eigenvalues of largest magnitude, as rows, `[k, N]`.
  ///
  /// - Throws: `unsolved`.
  func eigenvectors(_ count: Int, seed: UInt64, _ compute: Compute) throws(FeatureSpaceError) -> DoubleMatrix {
    guard size <= Self.large || !isLinear else {
      return try LargestEigenvectors(count: count, seed: seed).find(size: size, compute) { image(of: $0, compute) }
    }
    let whole =
      isLinear ? compute.product(compute.product(rows.operand, middle.operand).operand, rows.transpose) : middle
    let form = whole.copied()
    // Only the lower triangle is read.
    for row in 0..<size {
      form.map(row: row) { column, value in column <= row ? value - factor * v[row] * u[column] : value }
    }
    let eigen = try SymmetricEigen(form, compute)
    let order = eigen.values.indices.sorted { (abs(eigen.values[$1]), $0) < (abs(eigen.values[$0]), $1) }
    return eigen.vectors.selecting(Array(order.prefix(count)))
  }

  /// Rows times the matrix of a linear kernel: `[b, N]` · `[N, N]`.
  private func image(of block: DoubleMatrix, _ compute: Compute) -> DoubleMatrix {
    // The matrix with many rows is on the left, because threads share the rows of the left one.
    let inner = compute.product(middle.operand, compute.product(rows.transpose, block.transpose).operand)  // [d, b]
    let image = compute.product(rows.operand, inner.operand).transposed  // [b, N]
    for row in 0..<block.rows {
      // Below and on the diagonal v_i·Σ u_j·x_j for j ≤ i, above it u_i·Σ v_j·x_j for j > i.
      let x = block.values(ofRow: row)
      var above = 0.0, below = 0.0
      for index in x.indices { above += v[index] * x[index] }
      image.map(row: row) { column, value in
        below += u[column] * x[column]
        above -= v[column] * x[column]
        return value - factor * (v[column] * below + u[column] * above)
      }
    }
    return image
  }
}
