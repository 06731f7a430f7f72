import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText

/// Learning from texts with what their outputs should be. A text in windows is as many items, each with the text's target.
struct Supervised<Truth: Sendable>: Objective {
  /// A sequence to learn from.
  struct Item {
    let encoding: Encoding
    let target: Truth
  }

  let model: SequenceClassifier
  let loss: any Loss<Truth>
  let rows: [Item]
  let validation: any EpochJudge
  /// How often a sequence stands in its batch, one beside the other, each time under dropout of its own.
  var passes = 1

  var itemCount: Int { rows.count }

  func items(epoch: Int, seed: UInt64) -> [Item] {
    SeededGenerator.order(of: rows.count, epoch: epoch, seed: seed).map { rows[$0] }
  }

  func tokens(of item: Item) -> Int { passes * item.encoding.ids.count }

  func weight(of item: Item) -> Double { loss.weight(of: item.target) }

  func accumulate(
    _ items: ArraySlice<Item>, share: Double, dropout: DropoutKey, _ compute: Compute
  ) -> Double {
    var dropout = dropout
    dropout.sequences = dropout.sequences.times(passes)
    return model.trainingStep(
      TokenBatch(items.flatMap { repeatElement($0.encoding, count: passes) }),
      targets: items.flatMap { repeatElement($0.target, count: passes) }, loss: loss, dropout: dropout,
      lossScale: Float(share), compute: compute
    ).loss
  }

  func judge(
    _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    try validation.judge(model, compute, isCancelled: isCancelled)
  }
}
