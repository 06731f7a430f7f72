/// AdamW's moments of a matrix (running means of its gradients and of their squares) in bfloat16.
///
/// A word of 32 bits holds both moments of an element, the first in its upper half, so that a step reads and writes as
/// much memory as one matrix of Float32 takes.
package struct HalfMoments {
  /// `[rows, columns]` words, which have no meaning as floats.
  let words: Matrix

  /// Zeros.
  package init(rows: Int, columns: Int) { words = Matrix(rows: rows, columns: columns) }

  @inline(__always)
  func row(_ index: Int) -> UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(words.row(index)).assumingMemoryBound(to: UInt32.self)
  }

  /// Whether both moments of a row are zero.
  package func isZero(row index: Int) -> Bool {
    let row = row(index)
    return (0..<words.columns).allSatisfy { row[$0] == 0 }
  }

  /// The first moment, `[rows, columns]`, as a new matrix of Float32.
  package var first: Matrix { values { $0 & 0xFFFF_0000 } }
  /// The second moment, `[rows, columns]`, as a new matrix of Float32.
  package var second: Matrix { values { $0 << 16 } }

  private func values(_ bits: (UInt32) -> UInt32) -> Matrix {
    let values = Matrix(rows: words.rows, columns: words.columns)
    for index in 0..<words.rows {
      let from = row(index), to = values.row(index)
      for j in 0..<words.columns { to[j] = Float(bitPattern: bits(from[j])) }
    }
    return values
  }

  /// Overwrites both moments with values that bfloat16 represents exactly.
  package func copy(first: Matrix, second: Matrix) {
    for index in 0..<words.rows {
      let to = row(index), m = first.row(index), v = second.row(index)
      for j in 0..<words.columns { to[j] = m[j].bitPattern & 0xFFFF_0000 | v[j].bitPattern >> 16 }
    }
  }
}

extension Compute {
  /// One step of AdamW as ``adamW(_:value:gradient:first:second:isActive:)``, with moments in bfloat16.
  ///
  /// The weights are updated with the moments before rounding, so that the rounding affects only later steps; as it is
  /// stochastic, it is unbiased.
  package func adamW(
    _ step: AdamWStep, value: Matrix, gradient: Matrix, moments: HalfMoments, rounding: StochasticRounding,
    isActive: [Bool]? = nil
  ) {
    let inverse = 1 / step.secondCorrection
    forRanges(value.rows, width: value.columns) { range in
      for row in range {
        if isActive?[row] ?? true {
          kernel.rows.adamW(
            value.row(row), gradient: gradient.row(row), moments: moments.words.row(row),
            gradientScale: step.gradientScale, beta1: step.beta1, beta2: step.beta2, epsilon: step.epsilon,
            inverseCorrection: inverse, stepSize: step.stepSize, decay: step.decay,
            row: UInt64(truncatingIfNeeded: row) & 0xFFFF_FFFF, step: rounding.step, site: rounding.site,
            key: rounding.key, value.columns)
        } else if step.decay != 1 {
          forEachLanes(value.row(row), count: value.columns) { $0 * step.decay }
        }
      }
    }
  }
}
