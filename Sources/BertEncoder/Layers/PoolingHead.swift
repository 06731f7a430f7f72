import BertKernels
import BertText

/// The vector of each sequence from its token states, `[B, P·H]` with P poolings side by side, as in sentence encoders.
/// It has no parameters and is used for training on pairs of texts.
///
/// Source: Reimers and Gurevych, arXiv 1908.10084.
final class PoolingHead: Head {
  private let poolings: [TokenPooling]
  var linears: [Linear] { [] }

  init(_ poolings: [TokenPooling]) { self.poolings = poolings }

  /// B
  func outputRows(of batch: TokenBatch) -> Int { batch.sequenceCount }

  /// - Returns: The states `[T, H]`, and the first token of each sequence, then T; `[B + 1]`.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into out: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> (states: Matrix, boundaries: [Int]) {
    for (place, pooling) in poolings.enumerated() {
      compute.pool(pooling, hidden, boundaries: batch.boundaries, into: part(place, of: out, width: hidden.columns))
    }
    return (hidden, batch.boundaries)
  }

  func backward(
    _ tape: (states: Matrix, boundaries: [Int]), logitGradient: Matrix, addingTo hiddenGradient: Matrix?,
    dropout: DropoutSchedule?, _ compute: Compute
  ) {
    guard let hiddenGradient else { return }
    for (place, pooling) in poolings.enumerated() {
      compute.addPoolingGradient(
        pooling, part(place, of: logitGradient, width: tape.states.columns), of: tape.states,
        boundaries: tape.boundaries, to: hiddenGradient)
    }
  }

  /// The columns of a pooling.
  private func part(_ place: Int, of vectors: Matrix, width: Int) -> Matrix {
    vectors.columns(place * width..<(place + 1) * width)
  }
}
