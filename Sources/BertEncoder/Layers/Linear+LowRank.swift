import BertKernels

extension Linear {
  /// Adds a low-rank update of one of the parameters that make up W.
  func addUpdate(ofParameter index: Int, rank: Int, scale: Float, layers: Int) {
    let first = weight.parameters[..<index].reduce(0) { $0 + $1.value.rows }
    let target = weight.parameters[index]
    updates.append(
      LowRankUpdate(target, rows: first..<first + target.value.rows, rank: rank, scale: scale, layers: layers))
  }

  /// W with its updates, `[N, K]`: W itself where there are none, otherwise a copy in the arena.
  ///
  /// The sum is computed for each product and not kept, which would take a second copy of all weights. It costs as much
  /// as r rows of the product, which has T.
  func folded(_ compute: Compute) -> Matrix {
    guard !updates.isEmpty else { return weight.value }
    let sum = compute.arena.matrix(rows: weight.value.rows, columns: weight.value.columns)
    compute.shift(weight.value, by: nil, scale: 1, into: sum)
    for update in updates { update.add(to: sum, compute) }
    return sum
  }

  /// Adds the updates to W and removes them.
  func mergeUpdates(_ compute: Compute) {
    guard !updates.isEmpty else { return }
    for update in updates { update.add(to: weight.value, compute) }
    updates = []
    forgetPacked()
  }
}
