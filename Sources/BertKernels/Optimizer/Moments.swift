/// AdamW's running means of a parameter's gradients and of their squares, `[rows, columns]` each.
package enum Moments {
  case float32(first: Matrix, second: Matrix)
  case bfloat16(HalfMoments)

  /// Whether a row has had no gradient other than zero: its means are zero.
  package func isZero(row: Int) -> Bool {
    switch self {
    case .float32(let first, let second):
      (0..<first.columns).allSatisfy { first[row, $0] == 0 && second[row, $0] == 0 }
    case .bfloat16(let moments): moments.isZero(row: row)
    }
  }

  /// Writes the zeros that a row's means are before they are first updated. Memory that is read before it was ever
  /// written is mapped twice: to a page of zeros that all share, and then to one of its own.
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
  /// One step of AdamW with means in any form.
  ///
  /// - Parameters:
  ///   - rounding: Of means in bfloat16.
  ///   - isActive: As of ``adamW(_:value:gradient:first:second:isActive:)``.
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
