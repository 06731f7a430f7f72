package import BertKernels

/// R-Drop (Liang et al., arXiv 2106.14448): each text occurs twice in a batch, under different dropout masks, and the
/// divergence of its two predictions is added to the loss.
///
/// The value is the mean over the texts of ½(ℓ₁ + ℓ₂) + α·½(KL(p₁‖p₂) + KL(p₂‖p₁)), weighted as the loss weights its
/// targets. It is half of the paper's, so α has the same meaning. In double precision.
package struct ConsistentPasses: Loss {
  /// ℓ
  package let base: any Loss<Int>
  /// α
  package let factor: Double

  package init(_ base: any Loss<Int>, factor: Double) {
    self.base = base
    self.factor = factor
  }

  package func weight(of target: Int) -> Double { base.weight(of: target) }

  /// - Parameters:
  ///   - outputs: `[2B, C]`, the two passes of a text in consecutive rows.
  ///   - targets: `[2B]`
  package func evaluate(_ outputs: Matrix, _ targets: [Int], scale: Float, gradient: Matrix) -> Double {
    precondition(targets.count.isMultiple(of: 2), "each text occurs twice")
    var value = base.evaluate(outputs, targets, scale: scale, gradient: gradient)
    let texts = stride(from: 0, to: targets.count, by: 2)
    let total = texts.reduce(0) { $0 + weight(of: targets[$1]) }
    guard total > 0 else { return value }
    for row in texts {
      let share = factor * weight(of: targets[row]) / total
      let first = LogProbabilities(outputs, row: row), second = LogProbabilities(outputs, row: row + 1)
      // ½ Σ (p₁ − p₂)(log p₁ − log p₂)
      let differences = zip(first.logs, second.logs).map { $0 - $1 }
      let forward = zip(first.shares, differences).reduce(0) { $0 + $1.0 * $1.1 }  // KL(p₁‖p₂)
      let backward = -zip(second.shares, differences).reduce(0) { $0 + $1.0 * $1.1 }  // KL(p₂‖p₁)
      value += share * (forward + backward) / 2
      for column in 0..<outputs.columns {
        let p = first.shares[column], q = second.shares[column], difference = differences[column]
        // d KL(p‖q)/dz of p is p(log p/q − KL(p‖q)), and d KL(q‖p)/dz of p is p − q.
        let own = share / 2 * (p * (difference - forward) + p - q)
        let other = share / 2 * (q * (-difference - backward) + q - p)
        gradient[row, column] += Float(own * Double(scale))
        gradient[row + 1, column] += Float(other * Double(scale))
      }
    }
    return value
  }
}
