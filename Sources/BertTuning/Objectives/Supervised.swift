import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText

/// Learning from texts with their targets. Each window of a long text is an item with the text's target.
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
  /// How many copies of a sequence its batch has, next to each other, each with a dropout mask of its own.
  var passes = 1
  /// Which sequences an epoch draws; nil where each comes once.
  var resampling: ResampledRows?
  /// Augmented versions that an epoch has beside the texts themselves; nil for none.
  var versions: TextVersions?
  /// How the sentence vectors of a step are mixed; nil for no mixing.
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
    precondition(passes == 1, "mixup reads each text once in a step")
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
