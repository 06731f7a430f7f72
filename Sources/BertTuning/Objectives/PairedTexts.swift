import BertData
import BertEncoder
import BertKernels
import BertText

/// Learning vectors from pairs of texts. Without scores, the vector of a text moves nearer to that of its own partner
/// than to those of the other texts in the batch; with scores, the similarity of two vectors approaches that of their
/// texts.
///
/// A batch is computed as a whole, because each row is compared with the others.
struct PairedTexts: Objective {
  /// With the vectors of sequences as outputs; see `SequenceClassifier.init(vectorsOf:configuration:poolings:)`.
  let model: SequenceClassifier
  let loss: PairLoss
  let rows: [PairRow]
  let texts: PairTexts
  let batchSize: Int
  let validation: HeldPairs

  var itemCount: Int { rows.count }

  func items(epoch: Int, seed: UInt64) -> [Int] {
    // A score holds whatever other texts are in the batch.
    guard rows.first?.score == nil else { return SeededGenerator.order(of: rows.count, epoch: epoch, seed: seed) }
    return BatchOrder(rows: rows, batchSize: batchSize).order(epoch: epoch, seed: seed)
  }

  func tokens(of row: Int) -> Int { texts.tokens(of: rows[row]) }

  func weight(of row: Int) -> Double { 1 }

  func accumulate(_ items: ArraySlice<Int>, share: Double, dropout: DropoutKey, _ compute: Compute) -> Double {
    loss.step(items.map { rows[$0] }, of: texts, model, share: share, dropout: dropout, compute)
  }

  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement? {
    try validation.judge(model, compute, isCancelled: isCancelled)
  }
}
