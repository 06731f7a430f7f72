import BertData
import BertEncoder
import BertInference
import BertKernels

/// Labelled texts that head and encoder are trained on together. All passes over them are one epoch of the trainer,
/// because nothing is judged between passes, and with few texts a checkpoint for each would take longer than the
/// training. A batch may hold the end of one pass and the beginning of the next.
struct JointTexts: Objective {
  let texts: Supervised<Int>
  let passes: Int

  var model: SequenceClassifier { texts.model }
  var itemCount: Int { passes * texts.itemCount }

  func items(epoch: Int, seed: UInt64) -> [Supervised<Int>.Item] {
    (0..<passes).flatMap { texts.items(epoch: epoch * passes + $0, seed: seed) }
  }

  func tokens(of item: Supervised<Int>.Item) -> Int { texts.tokens(of: item) }

  func weight(of item: Supervised<Int>.Item) -> Double { texts.weight(of: item) }

  func accumulate(
    _ items: ArraySlice<Supervised<Int>.Item>, share: Double, dropout: DropoutKey, _ compute: Compute
  ) -> Double { texts.accumulate(items, share: share, dropout: dropout, compute) }

  /// Nothing is judged; the weights after the last pass are kept.
  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement? { nil }
}
