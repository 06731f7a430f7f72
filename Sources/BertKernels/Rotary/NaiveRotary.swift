import Foundation

/// Rotary position embedding by its definition, in double precision: the oracle of the fast one.
package enum NaiveRotary {
  /// Values (a, b) of each pair become (a·cos φ − b·sin φ, b·cos φ + a·sin φ) with φ = position · frequency, a product
  /// in Float32.
  ///
  /// - Parameters:
  ///   - x: `[T, heads·D]`.
  ///   - frequencies: `[R/2]`.
  ///   - interleaved: Whether values 2j and 2j + 1 are a pair, and not j and j + R/2.
  ///   - boundaries: The first token of each sequence, then T; `[B + 1]`.
  /// - Returns: `[T, heads·D]`, row by row.
  package static func rotate(
    _ x: Matrix, heads: Int, frequencies: [Float], interleaved: Bool, boundaries: [Int]
  ) -> [Double] {
    var out = x.toArray().map { Double($0) }
    let size = x.columns / heads
    for (first, end) in zip(boundaries, boundaries.dropFirst()) {
      for token in first..<end {
        for head in 0..<heads {
          for (pair, frequency) in frequencies.enumerated() {
            let base = token * x.columns + head * size
            let i = base + (interleaved ? 2 * pair : pair), j = interleaved ? i + 1 : i + frequencies.count
            let angle = Double(Float(token - first) * frequency), a = out[i], b = out[j]
            out[i] = a * cos(angle) - b * sin(angle)
            out[j] = b * cos(angle) + a * sin(angle)
          }
        }
      }
    }
    return out
  }
}
