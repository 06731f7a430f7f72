/// How the vectors of a sequence's tokens are reduced to one.
package enum TokenPooling: Sendable, Equatable {
  /// The first token.
  case first
  /// The last token.
  case last
  /// The largest value of each column.
  case maximum
  /// Σ x / n
  case mean
  /// Σ x / √n
  case meanSquareRootLength
  /// Σ (t + 1)·x / Σ (t + 1), with t the token's place in its sequence from 0.
  case positionWeightedMean
}

extension Compute {
  /// out[b] = the pooled vector of sequence b.
  ///
  /// One thread adds the tokens of a sequence in their order, so that its vector does not depend on the other
  /// sequences.
  ///
  /// - Parameters:
  ///   - pooling: How the vectors are reduced.
  ///   - states: `[T, H]`.
  ///   - boundaries: The first token of each sequence, then T; `[B + 1]`.
  ///   - skipped: The number of tokens at the start of each sequence that are left out, such as those of a prompt. A
  ///     sequence without other tokens gives zeros.
  ///   - out: `[B, H]`, overwritten.
  package func pool(
    _ pooling: TokenPooling, _ states: Matrix, boundaries: [Int], skipping skipped: Int = 0, into out: Matrix
  ) {
    precondition(out.rows == boundaries.count - 1 && out.columns == states.columns && skipped >= 0)
    let average = max(1, states.rows / max(1, out.rows))
    forRanges(out.rows, width: average * out.columns) { sequences in
      for sequence in sequences {
        let tokens = boundaries[sequence] + skipped..<max(boundaries[sequence] + skipped, boundaries[sequence + 1])
        let to = out.row(sequence)
        guard let first = tokens.first, let last = tokens.last else {
          to.update(repeating: 0, count: out.columns)
          continue
        }
        switch pooling {
        case .first: to.update(from: states.row(first), count: out.columns)
        case .last: to.update(from: states.row(last), count: out.columns)
        case .maximum: TokenPoolingRow.maximum(of: states, tokens, into: to)
        case .mean: TokenPoolingRow.sum(of: states, tokens, scale: 1 / Float(tokens.count), into: to) { _ in 1 }
        case .meanSquareRootLength:
          TokenPoolingRow.sum(of: states, tokens, scale: 1 / Float(tokens.count).squareRoot(), into: to) { _ in 1 }
        case .positionWeightedMean:
          let start = boundaries[sequence]
          let total = tokens.reduce(0) { $0 + ($1 - start + 1) }
          TokenPoolingRow.sum(of: states, tokens, scale: 1 / Float(total), into: to) { Float($0 - start + 1) }
        }
      }
    }
  }

  /// x[i] := x[i] / max(‖x[i]‖₂, 1e-12), as PyTorch's `normalize`: a row of zeros stays zero.
  package func normalizeRows(_ x: Matrix) {
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows {
        let values = x.row(row)
        var squares = F8()
        let whole = x.columns & ~7
        for j in stride(from: 0, to: whole, by: 8) { squares = fma(load(values, j), load(values, j), squares) }
        var total = sum(squares)
        for j in whole..<x.columns { total += values[j] * values[j] }
        let inverse = 1 / max(total.squareRoot(), 1e-12)
        for j in stride(from: 0, to: whole, by: 8) { store(load(values, j) * inverse, values, j) }
        for j in whole..<x.columns { values[j] *= inverse }
      }
    }
  }
}

/// Reductions over the tokens of one sequence.
private enum TokenPoolingRow {
  /// to = scale · Σ weight(t)·x[t]
  @inline(__always)
  static func sum(
    of x: Matrix, _ tokens: Range<Int>, scale: Float, into to: UnsafeMutablePointer<Float>, weight: (Int) -> Float
  ) {
    reduce(x, tokens, start: 0, into: to, { fma($1, weight($2), $0) }, finish: { $0 * scale })
  }

  /// to = max x[t]
  @inline(__always)
  static func maximum(of x: Matrix, _ tokens: Range<Int>, into to: UnsafeMutablePointer<Float>) {
    reduce(x, tokens, start: -.infinity, into: to, { total, value, _ in lanesMax(total, value) }, finish: { $0 })
  }

  /// Eight columns at a time, over all tokens in order.
  @inline(__always)
  static func reduce(
    _ x: Matrix, _ tokens: Range<Int>, start: Float, into to: UnsafeMutablePointer<Float>,
    _ combine: (F8, F8, Int) -> F8, finish: (F8) -> F8
  ) {
    let whole = x.columns & ~7
    for j in stride(from: 0, to: whole, by: 8) {
      var total = splat(start)
      for token in tokens { total = combine(total, load(x.row(token), j), token) }
      store(finish(total), to, j)
    }
    guard whole < x.columns else { return }
    let rest = x.columns - whole
    var total = splat(start)
    for token in tokens { total = combine(total, load(UnsafePointer(x.row(token) + whole), first: rest), token) }
    store(finish(total), to + whole, first: rest)
  }
}
