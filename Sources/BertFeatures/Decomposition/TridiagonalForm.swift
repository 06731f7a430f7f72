import BertKernels

/// A symmetric matrix in tridiagonal form, A = Q·T·Qᵀ, by Householder's reflections.
struct TridiagonalForm {
  /// Of T, [n].
  private(set) var diagonal: [Double]
  /// Beside the diagonal of T, [n − 1], and a 0 behind.
  private(set) var beside: [Double]
  /// Qᵀ, `[n, n]`; the eigenvectors as rows once T is diagonal.
  let basis: DoubleMatrix

  /// - Parameter a: `[n, n]`, symmetric; overwritten.
  init(reducing a: DoubleMatrix, _ compute: Compute) {
    let size = a.rows
    diagonal = [Double](repeating: 0, count: size)
    beside = [Double](repeating: 0, count: size)
    basis = DoubleMatrix(rows: size, columns: size)
    for index in 0..<size { basis[index, index] = 1 }
    var factors: [Double] = []
    // The two vectors by which what is left of the matrix is still to be changed.
    var v = [Double](repeating: 0, count: size), w = v
    for k in 0..<size {
      // The first row of the rest, brought up to date. [n − k]
      if let first = v.first, let second = w.first {
        a.map(row: k) { column, value in
          column < k ? value : value - first * w[column - k] - second * v[column - k]
        }
      }
      diagonal[k] = a[k, k]
      guard k + 1 < size else { break }
      let rest = k + 1..<size, trailing = a.rows(rest).columns(rest)
      let reflection = Reflection(a.values(ofRow: k).suffix(size - k - 1))
      beside[k] = reflection.image
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
    // Rotations of the basis are gathered and carried out together.
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

  /// The first place from `start` on where the value beside the diagonal is nothing against its neighbours.
  private func firstSplit(from start: Int) -> Int {
    var place = start
    while place + 1 < diagonal.count {
      let size = abs(diagonal[place]) + abs(diagonal[place + 1])
      if abs(beside[place]) <= .ulpOfOne * size || abs(beside[place]) < .leastNormalMagnitude { break }
      place += 1
    }
    return place
  }

  /// One implicit QL sweep over the rows `start ... end`.
  private mutating func sweep(from start: Int, to end: Int, _ rotations: inout [PlaneRotation]) {
    // Wilkinson's shift: the eigenvalue of the first two rows that is nearer to the first value.
    let half = (diagonal[start + 1] - diagonal[start]) / (2 * beside[start])
    let root = (half * half + 1).squareRoot()
    var g = diagonal[end] - diagonal[start] + beside[start] / (half + (half < 0 ? -root : root))
    var sine = 1.0, cosine = 1.0, shift = 0.0
    for row in (start..<end).reversed() {
      let f = sine * beside[row], b = cosine * beside[row]
      let length = (f * f + g * g).squareRoot()
      beside[row + 1] = length
      guard length > 0 else {
        // The matrix has fallen apart here: the sweep ends, and another begins.
        diagonal[row + 1] -= shift
        beside[end] = 0
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
    beside[start] = g
    beside[end] = 0
  }
}
