import BertKernels

/// A symmetric matrix in tridiagonal form, A = Q·T·Qᵀ, by Householder's reflections.
struct TridiagonalForm {
  /// The diagonal of T, [n].
  private(set) var diagonal: [Double]
  /// The values next to the diagonal of T, [n − 1], and a 0 at the end.
  private(set) var offDiagonal: [Double]
  /// Qᵀ, `[n, n]`; the eigenvectors as rows once T is diagonal.
  let basis: DoubleMatrix

  /// - Parameter a: `[n, n]`, symmetric; overwritten.
  init(reducing a: DoubleMatrix, _ compute: Compute) {
    let size = a.rows
    diagonal = [Double](repeating: 0, count: size)
    offDiagonal = [Double](repeating: 0, count: size)
    basis = DoubleMatrix(rows: size, columns: size)
    for index in 0..<size { basis[index, index] = 1 }
    var factors: [Double] = []
    // The update that the remaining rows and columns still need is A − v·wᵀ − w·vᵀ.
    var v = [Double](repeating: 0, count: size), w = v
    for k in 0..<size {
      // Apply the update to the first remaining row. [n − k]
      if let first = v.first, let second = w.first {
        a.map(row: k) { column, value in
          column < k ? value : value - first * w[column - k] - second * v[column - k]
        }
      }
      diagonal[k] = a[k, k]
      guard k + 1 < size else { break }
      let rest = k + 1..<size, trailing = a.rows(rest).columns(rest)
      let reflection = Reflection(a.values(ofRow: k).suffix(size - k - 1))
      offDiagonal[k] = reflection.image
      // A = A − v·wᵀ − w·vᵀ and p = β·A·u
      var p = compute.updateSymmetric(
        trailing, Array(v.dropFirst()), Array(w.dropFirst()), multiplying: reflection.vector)
      let u = reflection.vector, beta = reflection.factor
      var inner = 0.0
      for index in p.indices {
        p[index] *= beta
        inner += p[index] * u[index]
      }
      for index in p.indices { p[index] -= 0.5 * beta * inner * u[index] }
      (v, w) = (u, p)
      a.map(row: k) { column, value in column > k ? u[column - k - 1] : value }
      factors.append(beta)
    }
    compute.reflectRows(basis, a, factors: factors)
  }

  /// Turns T into a diagonal matrix and the basis into its eigenvectors.
  ///
  /// - Throws: `unsolved`.
  mutating func diagonalize(_ compute: Compute) throws(FeatureSpaceError) {
    // Rotations of the basis are collected and applied together.
    var rotations: [PlaneRotation] = []
    for start in diagonal.indices {
      var rounds = 0
      while true {
        let end = firstSplit(from: start)
        guard end > start else { break }
        rounds += 1
        guard rounds <= 60 else {
          throw .unsolved(what: "the eigenvalues of a matrix were not found", remedy: "scale the vectors to length one")
        }
        sweep(from: start, to: end, &rotations)
        if rotations.count > 1 << 18 {
          compute.rotateRows(basis, rotations)
          rotations.removeAll(keepingCapacity: true)
        }
      }
    }
    compute.rotateRows(basis, rotations)
  }

  /// The first place from `start` on where the off-diagonal value is negligible against its neighbours on the diagonal.
  private func firstSplit(from start: Int) -> Int {
    var place = start
    while place + 1 < diagonal.count {
      let size = abs(diagonal[place]) + abs(diagonal[place + 1])
      if abs(offDiagonal[place]) <= .ulpOfOne * size || abs(offDiagonal[place]) < .leastNormalMagnitude { break }
      place += 1
    }
    return place
  }

  /// One implicit QL sweep over the rows `start ... end`.
  private mutating func sweep(from start: Int, to end: Int, _ rotations: inout [PlaneRotation]) {
    // Wilkinson's shift: the eigenvalue of the leading 2 × 2 block that is nearer to the first value.
    let half = (diagonal[start + 1] - diagonal[start]) / (2 * offDiagonal[start])
    let root = (half * half + 1).squareRoot()
    var g = diagonal[end] - diagonal[start] + offDiagonal[start] / (half + (half < 0 ? -root : root))
    var sine = 1.0, cosine = 1.0, shift = 0.0
    for row in (start..<end).reversed() {
      let f = sine * offDiagonal[row], b = cosine * offDiagonal[row]
      let length = (f * f + g * g).squareRoot()
      offDiagonal[row + 1] = length
      guard length > 0 else {
        // The matrix splits here: this sweep ends, and another begins.
        diagonal[row + 1] -= shift
        offDiagonal[end] = 0
        return
      }
      sine = f / length
      cosine = g / length
      g = diagonal[row + 1] - shift
      let r = (diagonal[row] - g) * sine + 2 * cosine * b
      shift = sine * r
      diagonal[row + 1] = g + shift
      g = cosine * r - b
      rotations.append(PlaneRotation(row: row, cosine: cosine, sine: sine))
    }
    diagonal[start] -= shift
    offDiagonal[start] = g
    offDiagonal[end] = 0
  }
}
