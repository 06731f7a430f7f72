import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText

/// Learning from texts whose class is known. A text in windows is as many items, each with the text's class.
struct Supervised: Objective {
  /// A sequence to learn from.
  struct Item {
    let encoding: Encoding
    let target: Int
  }

  /// Texts with their classes that the epochs are judged by.
  struct Validation {
    var texts: [TextEncoder.Encoded] = []
    var truth: [Int] = []
    var labels: [String] = []
    var metric = Metric.accuracy
  }

  let model: SequenceClassifier
  let loss: any Loss<Int>
  let rows: [Item]
  let validation: Validation

  var itemCount: Int { rows.count }

  func items(epoch: Int, seed: UInt64) -> [Item] {
    var generator = SeededGenerator(seed: seed ^ (UInt64(epoch + 1) &* 0x9E37_79B9_7F4A_7C15))
    return generator.permutation(rows.count).map { rows[$0] }
  }

  func tokens(of item: Item) -> Int { item.encoding.ids.count }

  func weight(of item: Item) -> Double { loss.weight(of: item.target) }

  func accumulate(
    _ items: ArraySlice<Item>, share: Double, dropout: DropoutKey, _ compute: Compute
  ) -> Double {
    model.trainingStep(
      TokenBatch(items.lazy.map(\.encoding)), targets: items.map(\.target), loss: loss, dropout: dropout,
      lossScale: Float(share), compute: compute
    ).loss
  }

  func judge(
    _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    guard !validation.texts.isEmpty else { return nil }
    model.prepareForInference(compute)
    let logits = try Inference(model: model, compute: compute).logits(validation.texts, isCancelled: isCancelled)
    let metrics = Evaluation.metrics(logits: logits, truth: validation.truth, labels: validation.labels)
    return Judgement(
      value: metrics.value(for: validation.metric), isHigherBetter: validation.metric.isHigherBetter, metrics: metrics)
  }
}
