import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText

/// Learning to predict masked tokens, as in an encoder's pre-training. It adapts an encoder to the texts of a new
/// domain. An item's weight is the number of its masked tokens, so that the loss of a step is the mean over all of
/// these, as transformers' `…ForMaskedLM` has it.
struct MaskedTokens: Objective {
  /// With a head for masked tokens.
  let model: SequenceClassifier
  let corpus: any MaskableTexts
  let masking: Masking
  let validation: HeldMaskedTexts

  /// The texts of an epoch in their order, each masked when it is read.
  struct Items: RandomAccessCollection {
    let corpus: any MaskableTexts
    let masking: Masking
    let epoch: Int
    let order: [Int]

    var startIndex: Int { 0 }
    var endIndex: Int { order.count }

    subscript(position: Int) -> MaskedText {
      masking.masked(corpus.encoding(order[position]), number: order[position], epoch: epoch)
    }
  }

  var itemCount: Int { corpus.count }

  func items(epoch: Int, seed: UInt64) -> Items {
    Items(
      corpus: corpus, masking: masking, epoch: epoch,
      order: SeededGenerator.order(of: corpus.count, epoch: epoch, seed: seed))
  }

  func tokens(of text: MaskedText) -> Int { text.encoding.ids.count }

  func weight(of text: MaskedText) -> Double { Double(text.rows.count) }

  func accumulate(
    _ items: ArraySlice<MaskedText>, share: Double, dropout: DropoutKey, _ compute: Compute
  ) -> Double {
    let batch = MaskedBatch(items)
    return model.maskedStep(
      batch.tokens, rows: batch.rows, targets: batch.targets, dropout: dropout, lossScale: Float(share),
      compute: compute)
  }

  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement? {
    try validation.judge(model, compute, isCancelled: isCancelled)
  }
}

/// Masked texts laid end to end.
struct MaskedBatch {
  let tokens: TokenBatch
  /// Tokens of the batch that are predicted, `[M]`.
  private(set) var rows: [Int] = []
  /// What each of them was, `[M]`.
  private(set) var targets: [Int32] = []

  init(_ texts: some Collection<MaskedText>) {
    tokens = TokenBatch(texts.lazy.map(\.encoding))
    for (text, first) in zip(texts, tokens.boundaries) {
      rows += text.rows.map { first + $0 }
      targets += text.targets
    }
  }
}

/// Texts with masks that do not change, by which a model is judged.
struct HeldMaskedTexts {
  let corpus: any MaskableTexts
  let masking: Masking

  /// The mean cross-entropy of the masked tokens, the logarithm of the perplexity; nil where there are no texts.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  func loss(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Double? {
    guard corpus.count > 0 else { return nil }
    model.prepareForInference(compute)
    defer { model.weightsDidChange() }
    var sum = 0.0, count = 0
    for range in BatchCut.standard.batches(lengths: (0..<corpus.count).map(corpus.length)) {
      if isCancelled() { throw PredictionInterrupted() }
      let batch = MaskedBatch(
        range.map { masking.masked(corpus.encoding($0), number: $0, epoch: Masking.judging) })
      let losses = model.maskedLosses(batch.tokens, rows: batch.rows, targets: batch.targets, compute: compute)
      sum += losses.reduce(0, +)
      count += losses.count
    }
    return sum / Double(max(1, count))
  }

  /// How good the model is now.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  func judge(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    guard let loss = try loss(model, compute, isCancelled: isCancelled) else { return nil }
    // A loss that is no number is worse than any that is.
    return Judgement(
      value: loss.isFinite ? loss : .infinity, isHigherBetter: false, metrics: nil, maskedLoss: loss)
  }
}
