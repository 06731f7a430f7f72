package import BertKernels

/// Another loss over the rows that have a target, such as the labelled tokens of a batch. Other rows are left out of
/// value, mean and gradient, as by PyTorch's `ignore_index`.
package struct LabelledRows<Base: Sendable>: Loss {
  /// The loss of the labelled rows.
  package let base: any Loss<Base>

  package init(_ base: any Loss<Base>) { self.base = base }

  package func weight(of target: Base?) -> Double { target.map { base.weight(of: $0) } ?? 0 }

  package func evaluate(_ outputs: Matrix, _ targets: [Base?], scale: Float, gradient: Matrix) -> Double {
    gradient.fill(0)
    let rows = targets.indices.filter { targets[$0] != nil }
    guard !rows.isEmpty else { return 0 }
    let chosen = Matrix(rows: rows.count, columns: outputs.columns)  // [labelled, C]
    let own = Matrix(rows: rows.count, columns: outputs.columns)
    for (place, row) in rows.enumerated() { chosen.rows(place..<place + 1).copy(from: outputs.rows(row..<row + 1)) }
    let value = base.evaluate(chosen, targets.compactMap(\.self), scale: scale, gradient: own)
    for (place, row) in rows.enumerated() { gradient.rows(row..<row + 1).copy(from: own.rows(place..<place + 1)) }
    return value
  }
}
