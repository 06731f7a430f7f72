import BertKernels

extension Linear {
  /// Puts an update beside one of the parameters that make up W.
  func addUpdate(ofParameter index: Int, rank: Int, scale: Float, layers: Int) {
    let first = weight.parameters[..<index].reduce(0) { $0 + $1.value.rows }
    let target = weight.parameters[index]
    updates.append(
      LowRankUpdate(target, rows: first..<first + target.value.rows, rank: rank, scale: scale, layers: layers))
  }

  /// W with its updates, `[N, K]`: W itself where there are none, else a copy in the arena.
  ///
  /// It is made for each product and not kept, as a second copy of all weights would be: r rows of work beside the T of
  /// the product.
  func folded(_ compute: Compute) -> Matrix {
    guard !updates.isEmpty else { return weight.value }
    let sum = compute.arena.matrix(rows: weight.value.rows, columns: weight.value.columns)
    compute.shift(weight.value, by: nil, scale: 1, into: sum)
    for update in updates { update.add(to: sum, compute) }
    return sum
  }

  /// Adds the updates to W for good.
  func mergeUpdates(_ compute: Compute) {
    guard !updates.isEmpty else { return }
    for update in updates { update.add(to: weight.value, compute) }
    updates = []
    forgetPacked()
  }
}
