import BertData
import BertKernels

/// The eigenvectors of the eigenvalues of largest magnitude of a symmetric matrix, from its products with vectors
/// alone: block Krylov subspaces with full orthogonalization, restarted from the best vectors found (Golub and Van
/// Loan, "Matrix Computations", 10.3).
struct LargestEigenvectors {
  /// Eigenvectors wanted, k.
  let count: Int
  /// The seed of the first vectors.
  let seed: UInt64

  /// Blocks of a subspace.
  private static let blocks = 4
  /// The most subspaces that are tried.
  private static let rounds = 60
  /// The largest residual ‖A·x − λx‖ of an eigenvector, relative to the largest eigenvalue.
  private static let tolerance = 1e-10

  /// - Parameters:
  ///   - size: N.
  ///   - image: Multiplies rows `[b, N]` by the matrix.
  /// - Returns: Rows of length one, `[k, N]`.
  /// - Throws: `unsolved`.
  func find(size: Int, _ compute: Compute, image: (DoubleMatrix) -> DoubleMatrix) throws(FeatureSpaceError)
    -> DoubleMatrix
  {
    let width = min(size, count + 12), most = min(size, Self.blocks * width)
    var generator = SeededGenerator(seed: seed)
    let random = (0..<width * size).map { _ in generator.nextUniform() - 0.5 }
    var start = DoubleMatrix(rows: width, columns: size, values: random)
    for _ in 0..<Self.rounds {
      let basis = DoubleMatrix(rows: most, columns: size), images = DoubleMatrix(rows: most, columns: size)
      var filled = 0, block = start
      while filled < most {
        let before = filled
        append(block, to: basis, &filled, compute)
        guard filled > before else { break }
        block = image(basis.rows(before..<filled))
        images.rows(before..<filled).copy(from: block)
      }
      guard filled >= count else { break }
      let found = basis.rows(0..<filled), moved = images.rows(0..<filled)
      let small = try SymmetricEigen(compute.product(moved.operand, found.transpose), compute)
      let order = small.values.indices.sorted { (abs(small.values[$1]), $0) < (abs(small.values[$0]), $1) }
      let chosen = small.vectors.selecting(Array(order.prefix(width)))
      start = compute.product(chosen.operand, found.operand)
      let applied = compute.product(chosen.operand, moved.operand)
      let largest = order.first.map { abs(small.values[$0]) } ?? 0
      let isFound = (0..<count).allSatisfy { row in
        let value = small.values[order[row]], x = start.values(ofRow: row), y = applied.values(ofRow: row)
        let rest = zip(x, y).reduce(0) { $0 + ($1.1 - value * $1.0) * ($1.1 - value * $1.0) }
        return rest.squareRoot() <= Self.tolerance * largest
      }
      if isFound { return start.rows(0..<count).copied() }
    }
    throw .unsolved(
      what: "\(count) components were not found", remedy: "ask for fewer components, or take out duplicates")
  }

  /// Makes the rows of a block orthogonal to those of a basis and to each other, and appends them while there is room.
  /// A row that the others already span is left out. Every projection is done twice, because one leaves rounding
  /// errors.
  private func append(_ block: DoubleMatrix, to basis: DoubleMatrix, _ filled: inout Int, _ compute: Compute) {
    let block = block.copied(), before = filled
    func normalize(_ row: Int) -> Double {
      let length = compute.dot(block, row: row, block, row: row, count: block.columns).squareRoot()
      if length > 0, length.isFinite { block.map(row: row) { _, value in value / length } }
      return length
    }
    for row in 0..<block.rows { _ = normalize(row) }
    for _ in 0..<2 where before > 0 {
      let known = basis.rows(0..<before), shares = compute.product(known.operand, block.transpose)
      compute.multiply(shares.transpose, known.operand, into: block, .subtract)
    }
    for row in 0..<block.rows where filled < basis.rows {
      guard normalize(row) > Self.least else { continue }
      var isNew = true
      for _ in 0..<2 where filled > before {
        let known = basis.rows(before..<filled)
        let sum = compute.multiply(compute.multiply(known, block.values(ofRow: row)), known)
        block.map(row: row) { column, value in value - sum[column] }
        isNew = isNew && normalize(row) > Self.least
      }
      guard isNew else { continue }
      basis.rows(filled..<filled + 1).copy(from: block.rows(row..<row + 1))
      filled += 1
    }
  }

  /// A vector of length one of which a projection leaves less than this is spanned by the others, but for rounding.
  private static let least = 1e-10
}
