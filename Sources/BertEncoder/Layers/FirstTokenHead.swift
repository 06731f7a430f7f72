import BertKernels
import BertText

/// The state of each sequence's first token, `[B, H]`: a head without parameters, for learning the vectors that an encoder
/// with this pooling gives.
final class FirstTokenHead: Head {
  var linears: [Linear] { [] }

  /// B
  func outputRows(of batch: TokenBatch) -> Int { batch.sequenceCount }

  /// - Returns: The first token of each sequence, then T; `[B + 1]`.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into out: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> [Int] {
    for (row, first) in batch.boundaries.dropLast().enumerated() {
      out.rows(row..<row + 1).copy(from: hidden.rows(first..<first + 1))
    }
    return batch.boundaries
  }

  func backward(
    _ boundaries: [Int], logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?,
    _ compute: Compute
  ) {
    guard let hiddenGradient else { return }
    for (row, first) in boundaries.dropLast().enumerated() {
      for column in 0..<logitGradient.columns { hiddenGradient[first, column] += logitGradient[row, column] }
    }
  }
}
