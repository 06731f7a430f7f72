import Foundation

extension NaiveAttention {
  /// The gradient of Σ gradient · context with respect to `qkv`, element by element in double precision.
  ///
  /// - Parameters:
  ///   - heads: A.
  ///   - keyValueHeads: G; nil for A.
  ///   - headSize: D.
  ///   - qkv: The input of the forward pass, `[T, (A + 2G)·D]`.
  ///   - boundaries: The first token of each sequence, then T; `[B + 1]`.
  ///   - gradient: The gradient of the context, `[T, H]`.
  ///   - mask: The mask of the forward pass.
  ///   - bias: The bias of the forward pass.
  ///   - factors: The dropout factors of the forward pass.
  ///   - biasGradient: Called with the gradient of the bias of (token, head, key within the sequence).
  /// - Returns: `[T, (A + 2G)·D]`, row by row.
  package static func backward(
    heads: Int, keyValueHeads: Int? = nil, headSize: Int, qkv: Matrix, boundaries: [Int], gradient: Matrix,
    mask: AttentionMask = .full,
    bias: (_ token: Int, _ head: Int, _ key: Int) -> Double = { _, _, _ in 0 },
    factors: (_ token: Int, _ head: Int, _ key: Int) -> Double = { _, _, _ in 1 },
    biasGradient: (_ token: Int, _ head: Int, _ key: Int, _ slope: Double) -> Void = { _, _, _, _ in }
  ) -> [Double] {
    let groups = keyValueHeads ?? heads, width = qkv.columns, scale = 1 / Double(headSize).squareRoot()
    var out = Array(repeating: 0.0, count: qkv.rows * width)
    for (first, end) in zip(boundaries, boundaries.dropFirst()) {
      for head in 0..<heads {
        let q = head * headSize, k = (heads + head / (heads / groups)) * headSize, v = k + groups * headSize
        for query in first..<end {
          // P: the probabilities of this row.
          let keys = (first..<end).filter { mask.shows(key: $0, to: query) }
          let scores = keys.map { key in
            (0..<headSize).reduce(0.0) { $0 + Double(qkv[query, q + $1]) * Double(qkv[key, k + $1]) } * scale
              + bias(query, head, key - first)
          }
          let largest = scores.max() ?? 0
          let exponentials = scores.map { exp($0 - largest) }, total = exponentials.reduce(0, +)
          // dP = M∘(dO·Vᵀ), and δ = Σ P∘dP, which softmax's backward subtracts as the probabilities sum to 1.
          let slopes = keys.map { key in
            (0..<headSize).reduce(0.0) { $0 + Double(gradient[query, q + $1]) * Double(qkv[key, v + $1]) }
              * factors(query, head, key - first)
          }
          let delta = zip(exponentials, slopes).reduce(0) { $0 + $1.0 / total * $1.1 }
          for (place, key) in keys.enumerated() {
            let p = exponentials[place] / total, slope = p * (slopes[place] - delta), dS = slope * scale
            biasGradient(query, head, key - first, slope)
            let kept = p * factors(query, head, key - first)
            for j in 0..<headSize {
              out[query * width + q + j] += dS * Double(qkv[key, k + j])
              out[key * width + k + j] += dS * Double(qkv[query, q + j])
              out[key * width + v + j] += kept * Double(gradient[query, q + j])
            }
          }
        }
      }
    }
    return out
  }
}
