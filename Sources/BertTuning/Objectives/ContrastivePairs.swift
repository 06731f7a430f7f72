import BertData
import BertEncoder
import BertKernels
import BertText

/// Learning from pairs of labelled texts: the sentence vectors of two texts of one label move together, those of two labels
/// apart. A text in windows is as many texts, each with the text's label.
struct ContrastivePairs: Objective {
  /// What the encoder's vectors are; see `SequenceClassifier.init(meanOf:configuration:)`.
  let model: SequenceClassifier
  let loss = PairCosine()
  let texts: [Encoding]
  let pairs: LabelPairs

  var itemCount: Int { pairs.count }

  func items(epoch: Int, seed: UInt64) -> LabelPairs.Epoch { pairs.epoch(epoch) }

  func tokens(of pair: LabelPairs.Pair) -> Int { texts[pair.first].ids.count + texts[pair.second].ids.count }

  func weight(of pair: LabelPairs.Pair) -> Double { 1 }

  func accumulate(
    _ items: ArraySlice<LabelPairs.Pair>, share: Double, dropout: DropoutKey, _ compute: Compute
  ) -> Double {
    let targets = items.map { $0.isOfOneLabel ? 1.0 : 0 }
    return model.trainingStep(
      TokenBatch(items.flatMap { [texts[$0.first], texts[$0.second]] }), dropout: dropout, compute: compute
    ) { outputs, gradient in  // [2B, H]
      loss.evaluate(outputs, targets, scale: Float(share), gradient: gradient)
    }.loss
  }

  /// Nothing judges an epoch: the head is learnt when all of them are done.
  func judge(_ compute: Compute, isCancelled: () -> Bool) -> Judgement? { nil }
}
