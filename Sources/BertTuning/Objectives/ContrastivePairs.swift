import BertData
import BertEncoder
import BertKernels
import BertText

/// Learning from pairs of labelled texts: the sentence vectors of two texts of the same label move together, those of
/// different labels apart. Each window of a long text counts as a text with the same label.
struct ContrastivePairs: Objective {
  /// Its outputs are the sentence vectors; see `SequenceClassifier.init(meanOf:configuration:)`.
  let model: SequenceClassifier
  let loss = PairCosine()
  let texts: [Encoding]
  let pairs: LabelPairs
  /// Judges an epoch by the head that can be learnt then; nil where the head is learnt once, when all epochs are done.
  let head: HeadFigure?

  /// The figure of a head on the encoder with its present weights.
  typealias HeadFigure = (_ isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement?

  var itemCount: Int { pairs.count }

  func items(epoch: Int, seed: UInt64) -> LabelPairs.Epoch { pairs.epoch(epoch) }

  func tokens(of pair: LabelPairs.Pair) -> Int { texts[pair.first].ids.count + texts[pair.second].ids.count }

  func weight(of pair: LabelPairs.Pair) -> Double { 1 }

  func accumulate(
    _ items: ArraySlice<LabelPairs.Pair>, share: Double, dropout: DropoutKey, _ compute: Compute
  ) -> Double {
    let targets = items.map { $0.isOfOneLabel ? 1.0 : 0 }
    let batch = DistinctTexts(items)
    return model.trainingStep(
      TokenBatch(batch.texts.map { texts[$0] }), dropout: dropout, compute: compute
    ) { outputs, gradient in  // [D, H]
      let pairs = Matrix(rows: batch.places.count, columns: outputs.columns)  // [2B, H]
      let slopes = Matrix(rows: batch.places.count, columns: outputs.columns)
      for (row, place) in batch.places.enumerated() {
        pairs.rows(row..<row + 1).copy(from: outputs.rows(place..<place + 1))
      }
      let value = loss.evaluate(pairs, targets, scale: Float(share), gradient: slopes)
      gradient.fill(0)
      for (row, place) in batch.places.enumerated() {
        for column in 0..<gradient.columns { gradient[place, column] += slopes[row, column] }
      }
      return value
    }.loss
  }

  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement? {
    try head?(isCancelled)
  }
}

/// The texts of a batch of pairs, each of them once: with few labelled texts, most come in several pairs.
///
/// A text paired with itself is read twice, because dropout makes the two vectors differ.
private struct DistinctTexts {
  /// The texts that are read. [D]
  private(set) var texts: [Int] = []
  /// The index in `texts` of each text of each pair, the two of a pair beside each other. [2B]
  private(set) var places: [Int] = []

  init(_ pairs: ArraySlice<LabelPairs.Pair>) {
    var first: [Int: Int] = [:], second: [Int: Int] = [:]
    for pair in pairs {
      places.append(place(of: pair.first, among: &first))
      if pair.second == pair.first {
        places.append(place(of: pair.second, among: &second))
      } else {
        places.append(place(of: pair.second, among: &first))
      }
    }
  }

  private mutating func place(of text: Int, among known: inout [Int: Int]) -> Int {
    if let place = known[text] { return place }
    known[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }
}
