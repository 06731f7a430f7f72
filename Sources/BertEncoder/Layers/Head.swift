import BertKernels
import BertText

/// From token states to outputs, and back.
///
/// A head adds to the gradient of the states, so that several heads can share one encoder.
protocol Head: AnyObject {
  /// What backward needs of one batch.
  associatedtype Tape

  var linears: [Linear] { get }
  /// The parameters of the head; by default those of ``linears``.
  var blocks: [ParameterBlock] { get }

  /// The number of rows of the outputs: B for a head of sequences, T for one of tokens.
  func outputRows(of batch: TokenBatch) -> Int

  /// - Parameters:
  ///   - hidden: The last states, `[T, H]`.
  ///   - logits: `[B, C]` or `[T, C]`, overwritten.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Tape

  /// Adds to the gradients of the parameters, and to that of the states, `[T, H]`, if given.
  func backward(
    _ tape: Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?, _ compute: Compute
  )
}

extension Head {
  var blocks: [ParameterBlock] { linears.flatMap(\.blocks) }
}
