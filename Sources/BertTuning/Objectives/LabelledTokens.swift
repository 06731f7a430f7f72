import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText

/// Learning from texts whose tokens have labels. Each window of a long text is an item. An item's weight is the number
/// of its labelled tokens, so that the loss of a step is the mean over all of these, as transformers'
/// `…ForTokenClassification` has it.
struct LabelledTokens: Objective {
  /// A window to learn from.
  struct Item {
    let encoding: Encoding
    /// The class of each token, `[T]`; nil for a token that is not learnt from.
    let targets: [Int?]
  }

  let model: SequenceClassifier
  let loss: LabelledRows<Int>
  let windows: [Item]
  let validation: HeldTokens

  var itemCount: Int { windows.count }

  func items(epoch: Int, seed: UInt64) -> [Item] {
    SeededGenerator.order(of: windows.count, epoch: epoch, seed: seed).map { windows[$0] }
  }

  func tokens(of item: Item) -> Int { item.encoding.ids.count }

  func weight(of item: Item) -> Double { item.targets.reduce(0) { $0 + loss.weight(of: $1) } }

  func accumulate(
    _ items: ArraySlice<Item>, share: Double, dropout: DropoutKey, _ compute: Compute
  ) -> Double {
    let targets = items.flatMap(\.targets)  // [T]
    return model.trainingStep(
      TokenBatch(items.lazy.map(\.encoding)), dropout: dropout, compute: compute
    ) { outputs, gradient in
      loss.evaluate(outputs, targets, scale: Float(share), gradient: gradient)
    }.loss
  }

  func judge(
    _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    try validation.judge(model, compute, isCancelled: isCancelled)
  }
}
