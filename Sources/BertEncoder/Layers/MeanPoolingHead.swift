import BertKernels
import BertText

/// The mean of each sequence's token states, `[B, H]`, as sentence encoders give it: a head without parameters, for
/// learning from pairs of texts.
///
/// Source: Reimers and Gurevych, arXiv 1908.10084.
final class MeanPoolingHead: Head {
  var linears: [Linear] { [] }

  /// B
  func outputRows(of batch: TokenBatch) -> Int { batch.sequenceCount }

  /// - Returns: The first token of each sequence, then T; `[B + 1]`.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into out: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> [Int] {
    compute.pool(.mean, hidden, boundaries: batch.boundaries, into: out)
    return batch.boundaries
  }

  /// Each token gets an nth of its sequence's gradient.
  func backward(
    _ boundaries: [Int], logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?,
    _ compute: Compute
  ) {
    guard let hiddenGradient else { return }
    compute.addMeanGradient(logitGradient, boundaries: boundaries, to: hiddenGradient)
  }
}
