/// Arithmetic along the rows of Float64 matrices. Each row is computed separately, so that the results do not depend on
/// the number of threads.
extension Compute {
  /// The matrix times a vector: `[M, N]` · `[N]` = `[M]`.
  package func multiply(_ matrix: DoubleMatrix, _ vector: [Double]) -> [Double] {
    precondition(vector.count == matrix.columns, "shapes do not fit")
    var product = [Double](repeating: 0, count: matrix.rows)
    vector.withUnsafeBufferPointer { vector in
      product.withUnsafeMutableBufferPointer { product in
        guard let x = vector.baseAddress, let y = product.baseAddress else { return }
        forRanges(matrix.rows, width: matrix.columns) { rows in
          for row in rows { y[row] = dotLanes(matrix.row(row), x, count: matrix.columns) }
        }
      }
    }
    return product
  }

  /// The sum of the rows, each times its factor: `[M]` · `[M, N]` = `[N]`. Parts of 64 rows are summed separately, then
  /// the parts in order.
  package func multiply(_ factors: [Double], _ matrix: DoubleMatrix) -> [Double] {
    precondition(factors.count == matrix.rows, "shapes do not fit")
    return partialSums(matrix.rows, size: 64, width: matrix.columns) { rows, sums in
      guard let base = sums.baseAddress else { return }
      for row in rows { addLanes(factors[row], matrix.row(row), to: base, count: matrix.columns) }
    }
  }

  /// Sums over rows: parts of `size` rows are summed separately, then the parts in order, so that the result does not
  /// depend on the number of threads.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - size: The rows of a part.
  ///   - width: The number of sums.
  ///   - body: Adds the contribution of a part's rows to its sums, which begin at zero; called by several threads at
  ///     once.
  /// - Returns: `[width]`
  package func partialSums(
    _ rows: Int, size: Int, width: Int, _ body: (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) -> [Double] {
    let parts = (rows + size - 1) / size, sums = DoubleMatrix(rows: parts, columns: width)
    forRanges(parts, width: size * width) { range in
      for part in range {
        body(
          part * size..<min(rows, (part + 1) * size), UnsafeMutableBufferPointer(start: sums.row(part), count: width))
      }
    }
    for part in 0..<parts where part > 0 { addLanes(1, sums.row(part), to: sums.row(0), count: width) }
    return parts > 0 ? sums.values(ofRow: 0) : Array(repeating: 0, count: width)
  }

  /// One step of a reduction to tridiagonal form: A −= v·wᵀ + w·vᵀ; returns the product of the new A and u. A is `[N,
  /// N]`, v, w and u are `[N]`.
  package func updateSymmetric(_ a: DoubleMatrix, _ v: [Double], _ w: [Double], multiplying u: [Double]) -> [Double] {
    precondition(a.rows == a.columns && [v, w, u].allSatisfy { $0.count == a.rows }, "shapes do not fit")
    var product = [Double](repeating: 0, count: a.rows)
    product.withUnsafeMutableBufferPointer { product in
      v.withUnsafeBufferPointer { v in
        w.withUnsafeBufferPointer { w in
          u.withUnsafeBufferPointer { u in
            guard let out = product.baseAddress, let v = v.baseAddress, let w = w.baseAddress, let u = u.baseAddress
            else { return }
            forRanges(a.rows, width: a.columns) { rows in
              for row in rows {
                let line = a.row(row)
                addLanes(-v[row], w, to: line, count: a.columns)
                addLanes(-w[row], v, to: line, count: a.columns)
                out[row] = dotLanes(line, u, count: a.columns)
              }
            }
          }
        }
      }
    }
    return product
  }

  /// Multiplies each row by the Householder reflections I − β v vᵀ, the last first. v of reflection k is in the columns
  /// from k + 1 on of row k of `vectors`, and row r of `matrix` is changed only by reflections k < r.
  ///
  /// - Parameters:
  ///   - matrix: `[N, N]`, overwritten.
  ///   - vectors: `[N, N]`.
  ///   - factors: β of each reflection, fewer than N.
  package func reflectRows(_ matrix: DoubleMatrix, _ vectors: DoubleMatrix, factors: [Double]) {
    precondition(matrix.columns == vectors.columns && factors.count < vectors.rows, "shapes do not fit")
    forRanges(matrix.rows, width: matrix.rows * matrix.columns) { rows in
      for row in rows {
        for k in (0..<min(row, factors.count)).reversed() where factors[k] != 0 {
          let v = vectors.row(k) + (k + 1), line = matrix.row(row) + (k + 1), count = matrix.columns - k - 1
          addLanes(-factors[k] * dotLanes(line, v, count: count), v, to: line, count: count)
        }
      }
    }
  }

  /// Applies plane rotations to pairs of neighbouring rows, one after the other: rows i and i + 1 become c·xᵢ − s·xᵢ₊₁
  /// and s·xᵢ + c·xᵢ₊₁.
  package func rotateRows(_ matrix: DoubleMatrix, _ rotations: [PlaneRotation]) {
    precondition(
      rotations.allSatisfy { $0.row >= 0 && $0.row + 1 < matrix.rows }, "rotations are of rows of the matrix")
    // Strips of columns, so that the rows of a strip stay in cache from one rotation to the next.
    let width = 64, strips = (matrix.columns + width - 1) / width
    rotations.withUnsafeBufferPointer { rotations in
      forRanges(strips, width: rotations.count * width) { range in
        for strip in range {
          let first = strip * width, count = min(width, matrix.columns - first)
          for rotation in rotations {
            let x = matrix.row(rotation.row) + first, y = matrix.row(rotation.row + 1) + first
            let c = splatDouble(rotation.cosine), s = splatDouble(rotation.sine)
            var i = 0
            while i &+ 8 <= count {
              let a = load(x, i), b = load(y, i)
              store(c * a - s * b, x, i)
              store(s * a + c * b, y, i)
              i &+= 8
            }
            while i < count {
              let a = x[i], b = y[i]
              x[i] = rotation.cosine * a - rotation.sine * b
              y[i] = rotation.sine * a + rotation.cosine * b
              i &+= 1
            }
          }
        }
      }
    }
  }

  /// The dot product of the first `count` values of two rows.
  package func dot(_ x: DoubleMatrix, row: Int, _ y: DoubleMatrix, row other: Int, count: Int) -> Double {
    precondition(row < x.rows && other < y.rows && count <= x.columns && count <= y.columns, "rows of these matrices")
    return dotLanes(x.row(row), y.row(other), count: count)
  }
}
