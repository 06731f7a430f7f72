import BertKernels
import BertText

/// From token states to outputs, and back.
///
/// A head adds to the gradient of the states, so that several may stand on one encoder.
protocol Head: AnyObject {
  /// What backward needs of one batch.
  associatedtype Tape

  var linears: [Linear] { get }
  /// The parameters of its own: those of its products unless it says otherwise.
  var blocks: [ParameterBlock] { get }

  /// Rows of the outputs: B or T, by what the head answers for.
  func outputRows(of batch: TokenBatch) -> Int

  /// - Parameters:
  ///   - hidden: The last states, `[T, H]`.
  ///   - logits: `[B, C]` or `[T, C]`, overwritten.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Tape

  /// Adds to the gradients, and to that of the states, `[T, H]`, where it is given.
  func backward(
    _ tape: Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?, _ compute: Compute
  )
}

extension Head {
  var blocks: [ParameterBlock] { linears.flatMap(\.blocks) }
}
