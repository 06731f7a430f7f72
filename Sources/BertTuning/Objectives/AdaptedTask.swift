import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText

/// Learning the task from labelled texts of the source, while the vectors of source and target are made alike. A step
/// has as many texts of the target as of the source; the source's come first.
///
/// The validation rows of the source choose the epoch, because the target has no labels to judge by.
struct AdaptedTask: Objective {
  /// A labelled text and the text of the target beside it.
  struct Item {
    let source: Supervised<WeightedRows<Int>.Row>.Item
    let target: Encoding
  }

  /// Made by `SequenceClassifier.init(comparingDomainsOf:confuses:seed:)`.
  let model: SequenceClassifier
  /// The classifier inside it, which is judged.
  let classifier: SequenceClassifier
  let loss: AdaptedLoss
  let rows: [Supervised<WeightedRows<Int>.Row>.Item]
  /// The texts of the target; at least one.
  let target: [Encoding]
  /// The steps of the whole run, for λ(p).
  let totalSteps: Int
  let validation: any EpochJudge

  var itemCount: Int { rows.count }

  func items(epoch: Int, seed: UInt64) -> [Item] {
    let beside = TargetOrder.places(epoch: epoch, seed: seed, rows: rows.count, target: target.count)
    return zip(SeededGenerator.order(of: rows.count, epoch: epoch, seed: seed), beside).map {
      Item(source: rows[$0], target: target[$1])
    }
  }

  func tokens(of item: Item) -> Int { item.source.encoding.ids.count + item.target.ids.count }

  func weight(of item: Item) -> Double { loss.task.weight(of: item.source.target) }

  /// - Precondition: All items of a step at once; see ``DomainLoss``.
  func accumulate(_ items: ArraySlice<Item>, share: Double, dropout: DropoutKey, _ compute: Compute) -> Double {
    precondition(
      dropout.sequences == .init(first: 0, total: items.count), "the texts of a step are compared together")
    let texts = items.map(\.source.encoding) + items.map(\.target)
    // Sources and targets are rows of one batch, each with masks of its own.
    var dropout = dropout
    dropout.sequences = .whole
    model.reversal = loss.reversal(at: Double(dropout.step) / Double(totalSteps))
    return model.trainingStep(TokenBatch(texts), dropout: dropout, compute: compute) { outputs, gradient in
      loss.evaluate(outputs, items.map(\.source.target), scale: Float(share), gradient: gradient)
    }.loss
  }

  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement? {
    try validation.judge(classifier, compute, isCancelled: isCancelled)
  }
}
