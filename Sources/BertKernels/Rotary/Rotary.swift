import Foundation

/// Rotary position embedding (Su et al., arXiv 2104.09864): pairs of a head's values, as points of a plane, are rotated
/// by the angle position · frequency.
///
/// Legend: the first `R` values of a head are rotated, in R/2 pairs.
package struct Rotary: Sendable {
  /// `[longest, R/2]`; or `[longest, R]` where pairs are interleaved: each number twice, the first of two sines
  /// negated.
  let cosines, sines: Matrix
  /// R
  package let rotatedSize: Int
  /// Whether values 2j and 2j + 1 are a pair, and not j and j + R/2.
  package let isInterleaved: Bool

  /// Computes the table as transformers does: angles are products in Float32.
  ///
  /// - Parameters:
  ///   - frequencies: The frequency of each pair, in radians per token; `[R/2]`.
  ///   - rotatedSize: R.
  ///   - interleaved: Whether values 2j and 2j + 1 are a pair, and not j and j + R/2.
  ///   - longest: The number of tokens of the longest sequence.
  package init(frequencies: [Float], rotatedSize: Int, interleaved: Bool, longest: Int) {
    precondition(frequencies.count * 2 == rotatedSize, "a frequency for each pair of \(rotatedSize) values")
    self.rotatedSize = rotatedSize
    isInterleaved = interleaved
    cosines = Matrix(rows: longest, columns: interleaved ? rotatedSize : rotatedSize / 2)
    sines = Matrix(rows: longest, columns: cosines.columns)
    for position in 0..<longest {
      let c = cosines.row(position), s = sines.row(position)
      for (pair, frequency) in frequencies.enumerated() {
        let angle = Float(position) * frequency, cosine = Foundation.cos(angle), sine = Foundation.sin(angle)
        if interleaved {
          (c[2 * pair], c[2 * pair + 1]) = (cosine, cosine)
          (s[2 * pair], s[2 * pair + 1]) = (-sine, sine)
        } else {
          (c[pair], s[pair]) = (cosine, sine)
        }
      }
    }
  }

  /// The number of tokens of the longest sequence that can be rotated.
  package var longest: Int { cosines.rows }
}

extension Compute {
  /// Rotates the first R values of each head by the angles of its token, in place.
  ///
  /// - Parameters:
  ///   - rotary: The table.
  ///   - x: `[T, heads·D]`: queries, or queries and keys side by side.
  ///   - heads: The number of heads in a row of x.
  ///   - boundaries: The first token of each sequence, then T; `[B + 1]`. Positions begin at 0 in each sequence.
  ///   - backward: Rotates in the opposite direction, which maps the gradient of the result to that of x.
  package func rotate(
    _ rotary: Rotary, _ x: Matrix, heads: Int, boundaries: [Int], backward: Bool = false
  ) {
    let size = x.columns / heads
    precondition(x.columns % heads == 0 && rotary.rotatedSize <= size, "\(rotary.rotatedSize) values of \(size)")
    precondition(boundaries.last == x.rows, "the sequences do not end with the rows")
    precondition(
      zip(boundaries, boundaries.dropFirst()).allSatisfy { $1 - $0 <= rotary.longest }, "a sequence beyond the table")
    let kernels = kernel.rows, turn = rotary.isInterleaved ? kernels.rotatePairs : kernels.rotateHalves
    forRanges(x.rows, width: rotary.rotatedSize * heads) { rows in
      forEachSequence(boundaries, rows) { first, tokens in
        for token in tokens {
          turn(
            x.row(token), size, heads, rotary.cosines.row(token - first), rotary.sines.row(token - first), backward,
            rotary.cosines.columns)
        }
      }
    }
  }

  /// Calls `body` with the part of each sequence that lies in `rows`, and the sequence's first token.
  private func forEachSequence(_ boundaries: [Int], _ rows: Range<Int>, _ body: (Int, Range<Int>) -> Void) {
    for (first, end) in zip(boundaries, boundaries.dropFirst()) {
      let part = (first..<end).clamped(to: rows)
      if !part.isEmpty { body(first, part) }
    }
  }
}
