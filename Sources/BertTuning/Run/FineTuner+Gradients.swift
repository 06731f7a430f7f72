import BertEncoder
import BertInference
import BertKernels
import BertText

extension FineTuner {
  /// Forward and backward over the rows of one step, in parts where memory is short. The gradients of the parts add up to
  /// those of the whole: each part's loss counts by its share of the rows' weights, and dropout masks are drawn by the
  /// place in the whole batch.
  ///
  /// - Returns: the mean loss, weighted where there are class weights, and the tokens seen.
  func accumulateGradients(_ chosen: [Row]) -> (loss: Double, tokens: Int) {
    let lengths = chosen.map(\.encoding.ids.count)
    let tokens = lengths.reduce(0, +)
    let total = weight(of: chosen[...])
    var key = DropoutKey(seed: options.seed, step: UInt64(state.step))
    var mean = 0.0
    var firstToken = 0
    for part in BatchCut.parts(lengths: lengths, limit: tokenBudget) {
      let rows = chosen[part]
      key.tokens = .init(first: firstToken, total: tokens)
      key.sequences = .init(first: part.lowerBound, total: chosen.count)
      let share = part.count == chosen.count ? 1 : total > 0 ? weight(of: rows) / total : 0
      let result = model.trainingStep(
        TokenBatch(rows.lazy.map(\.encoding)), targets: rows.map(\.label), loss: loss, dropout: key,
        lossScale: Float(share), compute: compute)
      mean += share * result.loss
      firstToken += lengths[part].reduce(0, +)
    }
    return (mean, tokens)
  }

  private func weight(of rows: ArraySlice<Row>) -> Double {
    rows.reduce(0) { $0 + loss.weight(of: $1.label) }
  }
}
