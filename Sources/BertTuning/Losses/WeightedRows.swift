package import BertKernels

/// Another loss with a weight for each row: Σ ωᵢ·wᵢ·ℓᵢ / Σ ωᵢ, with ℓᵢ the loss of row i, ωᵢ the weight of its target
/// in that loss, and wᵢ the row's own weight. Where the row weights have a mean of 1 over all rows, the mean of the
/// steps' values is that of the weighted rows.
package struct WeightedRows<Base: Sendable>: Loss {
  /// A target and the weight of its row.
  package struct Row: Sendable {
    package let target: Base
    package let weight: Double

    package init(target: Base, weight: Double) {
      self.target = target
      self.weight = weight
    }
  }

  /// The loss of a row.
  package let base: any Loss<Base>

  package init(_ base: any Loss<Base>) { self.base = base }

  package func weight(of target: Row) -> Double { base.weight(of: target.target) }

  package func evaluate(_ outputs: Matrix, _ targets: [Row], scale: Float, gradient: Matrix) -> Double {
    gradient.fill(0)
    let total = targets.reduce(0) { $0 + weight(of: $1) }
    guard total > 0 else { return 0 }
    var value = 0.0
    for (row, target) in targets.enumerated() {
      let share = target.weight * weight(of: target) / total
      value +=
        share
        * base.evaluate(
          outputs.rows(row..<row + 1), [target.target], scale: scale * Float(share),
          gradient: gradient.rows(row..<row + 1))
    }
    return value
  }
}
