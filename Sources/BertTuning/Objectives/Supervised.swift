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
  /// Which sequences an epoch has; nil where each comes once.
  var resampling: ResampledRows?
  /// Versions of the texts that an epoch has beside them; nil for none.
  var versions: TextVersions?
  /// How the sentence vectors of a step are mixed; nil where each stays itself.
  var mixup: Mixup?

  var itemCount: Int { (resampling?.count ?? rows.count) * (1 + (versions?.copies ?? 0)) }

  func items(epoch: Int, seed: UInt64) -> [Item] {
    let places = resampling?.places(epoch: epoch, seed: seed) ?? Array(rows.indices)
    let items = places.map { rows[$0] } + versions(of: places, epoch: epoch, seed: seed)
    return SeededGenerator.order(of: items.count, epoch: epoch, seed: seed).map { items[$0] }
  }

  private func versions(of places: [Int], epoch: Int, seed: UInt64) -> [Item] {
    guard let versions else { return [] }
    var times = [Int](repeating: 0, count: rows.count)
    return places.flatMap { row in
      defer { times[row] += 1 }
      return versions.encodings(of: row, time: times[row], epoch: epoch, seed: seed).map {
        Item(encoding: $0, target: rows[row].target)
      }
    }
  }

  func tokens(of item: Item) -> Int { passes * item.encoding.ids.count }

  func weight(of item: Item) -> Double { loss.weight(of: item.target) }

  func accumulate(
    _ items: ArraySlice<Item>, share: Double, dropout: DropoutKey, _ compute: Compute
  ) -> Double {
    if let mixup { return accumulate(items, mixup, share: share, dropout: dropout, compute) }
    var dropout = dropout
    dropout.sequences = dropout.sequences.times(passes)
    return model.trainingStep(
      TokenBatch(items.flatMap { repeatElement($0.encoding, count: passes) }),
      targets: items.flatMap { repeatElement($0.target, count: passes) }, loss: loss, dropout: dropout,
      lossScale: Float(share), compute: compute
    ).loss
  }

  /// - Precondition: All items of a step at once, each in one pass.
  private func accumulate(
    _ items: ArraySlice<Item>, _ mixup: Mixup, share: Double, dropout: DropoutKey, _ compute: Compute
  ) -> Double {
    precondition(passes == 1, "a text stands once in its step")
    let mix = mixup.mix(step: dropout.step, texts: items.count)
    model.featureMix = mix
    defer { model.featureMix = nil }
    return model.trainingStep(
      TokenBatch(items.lazy.map(\.encoding)), dropout: dropout, compute: compute
    ) { outputs, gradient in
      mix.evaluate(loss, outputs, items.map(\.target), scale: Float(share), gradient: gradient)
    }.loss
  }

  func judge(
    _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    try validation.judge(model, compute, isCancelled: isCancelled)
  }
}
