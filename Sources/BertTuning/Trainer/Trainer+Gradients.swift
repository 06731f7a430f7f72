import BertEncoder
import BertInference
import BertKernels

extension Trainer {
  /// Forward and backward over the items of one step, in parts where memory is short. The gradients of the parts add up
  /// to those of the whole: each part's loss counts by its share of the items' weights, and dropout masks are drawn by
  /// the place in the whole batch.
  ///
  /// - Returns: the mean loss, weighted where the items are, and the tokens seen.
  func accumulateGradients(_ chosen: ArraySlice<O.Item>) -> (loss: Double, tokens: Int) {
    let lengths = chosen.map(objective.tokens)
    let tokens = lengths.reduce(0, +)
    let total = weight(of: chosen)
    var key = DropoutKey(seed: options.seed, step: UInt64(state.step))
    var loss = 0.0
    var firstToken = 0
    for part in BatchCut.parts(lengths: lengths, limit: tokenBudget) {
      let items = chosen[chosen.startIndex + part.lowerBound..<chosen.startIndex + part.upperBound]
      key.tokens = .init(first: firstToken, total: tokens)
      key.sequences = .init(first: part.lowerBound, total: chosen.count)
      let share = part.count == chosen.count ? 1 : total > 0 ? weight(of: items) / total : 0
      loss += share * objective.accumulate(items, share: share, dropout: key, compute)
      firstToken += lengths[part].reduce(0, +)
    }
    return (loss, tokens)
  }

  private func weight(of items: ArraySlice<O.Item>) -> Double { items.reduce(0) { $0 + objective.weight(of: $1) } }
}
