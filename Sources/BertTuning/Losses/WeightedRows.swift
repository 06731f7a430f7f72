package import BertKernels

/// Another loss whose rows count as much as they are told: Σ ωᵢ·wᵢ·ℓᵢ / Σ ωᵢ, with ℓᵢ the loss of row i, ωᵢ what its target counts in
/// it anyway, and wᵢ the row's weight. With weights of mean one over all rows a step's value is, on average over the steps, that of
/// the weighted rows.
package struct WeightedRows<Base: Sendable>: Loss {
  /// A target and what its row counts.
  package struct Row: Sendable {
    package let target: Base
    package let weight: Double

    package init(target: Base, weight: Double) {
      self.target = target
      self.weight = weight
    }
  }

  /// What counts for a row.
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
