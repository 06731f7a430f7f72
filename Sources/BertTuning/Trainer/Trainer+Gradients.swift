import BertEncoder
import BertInference
import BertKernels

extension Trainer {
  /// Forward and backward over the items of one step, in parts where memory is short or where the options say so. The
  /// gradients of the parts add up to those of the whole: each part's loss is weighted by its share of the items'
  /// weights, and dropout masks depend on the place in the whole batch.
  ///
  /// - Returns: the mean loss, weighted by the items' weights, and the number of tokens.
  func accumulateGradients(_ chosen: ArraySlice<O.Item>) -> (loss: Double, tokens: Int) {
    let lengths = chosen.map(objective.tokens)
    let batch = StepBatch(
      items: chosen, lengths: lengths, firstTokens: lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) },
      weight: weight(of: chosen))
    guard let count = options.parts else { return (accumulate(0..<chosen.count, of: batch), batch.tokens) }
    let ranges = BatchCut.parts(lengths: lengths, count: count)
    var losses = [Double](repeating: 0, count: count)
    gradientSum.run(compute) { losses[$0] = accumulate(ranges[$0], of: batch) }
    return (shared(losses).reduce(0, +), batch.tokens)
  }

  /// The items of one step.
  private struct StepBatch {
    let items: ArraySlice<O.Item>
    /// Tokens of each item.
    let lengths: [Int]
    /// The number of tokens before each item, then that of all.
    let firstTokens: [Int]
    /// The weight of all items.
    let weight: Double

    var tokens: Int { firstTokens[lengths.count] }
  }

  /// Forward and backward over some items of a step.
  ///
  /// - Returns: their contribution to the loss of the step.
  private func accumulate(_ range: Range<Int>, of batch: StepBatch) -> Double {
    guard !range.isEmpty else { return 0 }
    var key = DropoutKey(seed: options.seed, step: UInt64(state.step))
    var loss = 0.0
    for part in BatchCut.parts(lengths: Array(batch.lengths[range]), limit: tokenBudget) {
      let first = range.lowerBound + part.lowerBound, start = batch.items.startIndex + first
      let items = batch.items[start..<start + part.count]
      key.tokens = .init(first: batch.firstTokens[first], total: batch.tokens)
      key.sequences = .init(first: first, total: batch.items.count)
      let share =
        part.count == batch.items.count ? 1 : batch.weight > 0 ? weight(of: items) / batch.weight : 0
      loss += share * objective.accumulate(items, share: share, dropout: key, compute)
    }
    return loss
  }

  private func weight(of items: ArraySlice<O.Item>) -> Double { items.reduce(0) { $0 + objective.weight(of: $1) } }
}
