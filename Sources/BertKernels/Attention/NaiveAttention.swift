import Foundation

/// Attention written out element by element in double precision: the oracle of the blocked one.
package enum NaiveAttention {
  /// - Parameters:
  ///   - qkv: `[T, 3H]`. - boundaries: `[B + 1]`.
  ///   - bias: Added to the scaled score of (token, head, key within the sequence).
  ///   - factors: Dropout factor of the probability of (token, head, key within the sequence).
  /// - Returns: The context, `[T, H]`, row by row.
  package static func forward(
    heads: Int, headSize: Int, qkv: Matrix, boundaries: [Int], isCausal: Bool = false,
    bias: (_ token: Int, _ head: Int, _ key: Int) -> Double = { _, _, _ in 0 },
    factors: (_ token: Int, _ head: Int, _ key: Int) -> Double = { _, _, _ in 1 }
  ) -> [Double] {
    let width = heads * headSize
    var context = Array(repeating: 0.0, count: qkv.rows * width)
    for (first, end) in zip(boundaries, boundaries.dropFirst()) {
      for head in 0..<heads {
        for query in first..<end {
          let scores = (first..<(isCausal ? query + 1 : end)).map { key in
            (0..<headSize).reduce(0.0) { total, j in
              total + Double(qkv[query, head * headSize + j]) * Double(qkv[key, width + head * headSize + j])
            } / Double(headSize).squareRoot() + bias(query, head, key - first)
          }
          let largest = scores.max() ?? 0
          let exponentials = scores.map { exp($0 - largest) }
          let total = exponentials.reduce(0, +)
          for (offset, value) in exponentials.enumerated() {
            let p = value / total * factors(query, head, offset)
            for j in 0..<headSize {
              context[query * width + head * headSize + j] +=
                p * Double(qkv[first + offset, 2 * width + head * headSize + j])
            }
          }
        }
      }
    }
    return context
  }
}
