/// AdamW's moments of a parameter: running means of its gradients and of their squares, `[rows, columns]` each.
package enum Moments {
  case float32(first: Matrix, second: Matrix)
  case bfloat16(HalfMoments)

  /// Whether both moments of a row are zero, as of one that never had a nonzero gradient.
  package func isZero(row: Int) -> Bool {
    switch self {
    case .float32(let first, let second):
      (0..<first.columns).allSatisfy { first[row, $0] == 0 && second[row, $0] == 0 }
    case .bfloat16(let moments): moments.isZero(row: row)
    }
  }

  /// Writes zeros to the moments of a row before they are first updated. Memory that is read before it is ever written
  /// takes two page faults: one maps the shared page of zeros, the other a page of its own.
  package func clear(row: Int) {
    switch self {
    case .float32(let first, let second):
      first.rows(row..<row + 1).fill(0)
      second.rows(row..<row + 1).fill(0)
    case .bfloat16(let moments): moments.words.rows(row..<row + 1).fill(0)
    }
  }
}

extension Compute {
  /// One step of AdamW with moments in either format.
  ///
  /// - Parameters:
  ///   - step: The values of the step.
  ///   - value: The weights, overwritten.
  ///   - gradient: Their gradient.
  ///   - moments: The moments, overwritten.
  ///   - rounding: The rounding of moments in bfloat16.
  ///   - isActive: See ``adamW(_:value:gradient:first:second:isActive:)``.
  package func adamW(
    _ step: AdamWStep, value: Matrix, gradient: Matrix, moments: Moments, rounding: StochasticRounding,
    isActive: [Bool]? = nil
  ) {
    switch moments {
    case .float32(let first, let second):
      adamW(step, value: value, gradient: gradient, first: first, second: second, isActive: isActive)
    case .bfloat16(let moments):
      adamW(step, value: value, gradient: gradient, moments: moments, rounding: rounding, isActive: isActive)
    }
  }
}
