import Foundation

/// Attention by its definition, element by element in double precision: the oracle of the blocked one.
package enum NaiveAttention {
  /// softmax(Q·Kᵀ/√D + bias)·V for each sequence and head.
  ///
  /// - Parameters:
  ///   - heads: A.
  ///   - keyValueHeads: G; nil for A.
  ///   - headSize: D.
  ///   - qkv: `[T, (A + 2G)·D]`.
  ///   - boundaries: The first token of each sequence, then T; `[B + 1]`.
  ///   - mask: Which tokens of its sequence a token sees.
  ///   - bias: Added to the scaled score of (token, head, key within the sequence).
  ///   - factors: Dropout factor of the probability of (token, head, key within the sequence).
  /// - Returns: The context, `[T, H]`, row by row.
  package static func forward(
    heads: Int, keyValueHeads: Int? = nil, headSize: Int, qkv: Matrix, boundaries: [Int], mask: AttentionMask = .full,
    bias: (_ token: Int, _ head: Int, _ key: Int) -> Double = { _, _, _ in 0 },
    factors: (_ token: Int, _ head: Int, _ key: Int) -> Double = { _, _, _ in 1 }
  ) -> [Double] {
    let width = heads * headSize, groups = keyValueHeads ?? heads
    var context = Array(repeating: 0.0, count: qkv.rows * width)
    for (first, end) in zip(boundaries, boundaries.dropFirst()) {
      for head in 0..<heads {
        let group = head / (heads / groups), k = width + group * headSize, v = k + groups * headSize
        for query in first..<end {
          let keys = (first..<end).filter { mask.shows(key: $0, to: query) }
          let scores = keys.map { key in
            (0..<headSize).reduce(0.0) { total, j in
              total + Double(qkv[query, head * headSize + j]) * Double(qkv[key, k + j])
            } / Double(headSize).squareRoot() + bias(query, head, key - first)
          }
          let largest = scores.max() ?? 0
          let exponentials = scores.map { exp($0 - largest) }
          let total = exponentials.reduce(0, +)
          for (key, value) in zip(keys, exponentials) {
            let p = value / total * factors(query, head, key - first)
            for j in 0..<headSize { context[query * width + head * headSize + j] += p * Double(qkv[key, v + j]) }
          }
        }
      }
    }
    return context
  }
}
