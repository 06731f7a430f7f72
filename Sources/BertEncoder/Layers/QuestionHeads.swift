import BertKernels
import BertText

/// Several sequence classifiers on one encoder, each with its own dense layer. Their outputs stand side by side:
/// `[B, C₁ + C₂ + …]`.
final class QuestionHeads: Head {
  let heads: [ClassificationHead]
  private let columns: [Range<Int>]

  /// - Parameter questions: In the order of their outputs; at least one.
  init(_ configuration: EncoderConfiguration, _ questions: [QuestionOutputs]) {
    heads = questions.enumerated().map { ClassificationHead(configuration, question: $0.element, number: $0.offset) }
    columns = questions.columns
  }

  var linears: [Linear] { heads.flatMap(\.linears) }

  /// B
  func outputRows(of batch: TokenBatch) -> Int { batch.sequenceCount }

  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> [ClassificationHead.Tape] {
    zip(heads, columns).map { head, columns in
      let own = compute.arena.matrix(rows: logits.rows, columns: columns.count)  // [B, Cᵢ]
      let tape = head.forward(hidden, batch, into: own, dropout: dropout, compute)
      logits.columns(columns).copy(from: own)
      return tape
    }
  }

  func backward(
    _ tapes: [ClassificationHead.Tape], logitGradient: Matrix, addingTo hiddenGradient: Matrix?,
    dropout: DropoutSchedule?, _ compute: Compute
  ) {
    for (index, head) in heads.enumerated() {
      let own = compute.arena.matrix(rows: logitGradient.rows, columns: columns[index].count)  // [B, Cᵢ]
      own.copy(from: logitGradient.columns(columns[index]))
      head.backward(tapes[index], logitGradient: own, addingTo: hiddenGradient, dropout: dropout, compute)
    }
  }
}
