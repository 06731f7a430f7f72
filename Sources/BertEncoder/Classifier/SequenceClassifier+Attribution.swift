package import BertKernels
package import BertText

extension SequenceClassifier {
  /// The contribution of each token to the logit of a class, to first order: gradient × input (Shrikumar et al., arXiv
  /// 1605.01713), the gradient of the logit with respect to the token's word embedding times that embedding, summed
  /// over its values.
  ///
  /// Switches off the training of all parameters, so do not call it between a training step and the optimizer's step.
  ///
  /// - Parameter classes: the class of each sequence, `[B]`.
  /// - Returns: `[T]`
  package func attributions(_ batch: TokenBatch, classes chosen: [Int], compute: Compute) -> [Double] {
    precondition(chosen.count == batch.sequenceCount, "one class for each sequence")
    precondition(chosen.allSatisfy { (0..<classes).contains($0) }, "a class that the model does not have")
    setTrained { _ in false }
    let head = sequenceHead, arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let (states, tape) = encoder.forward(batch, dropout: nil, lowest: 0, recomputes: recomputes, compute)
    let logits = arena.matrix(rows: batch.sequenceCount, columns: classes)
    let headTape = head.forward(states, batch, into: logits, dropout: nil, compute)
    let logitGradient = arena.matrix(rows: batch.sequenceCount, columns: classes)
    logitGradient.fill(0)
    for (row, label) in chosen.enumerated() { logitGradient[row, label] = 1 }
    let gradient = arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
    gradient.fill(0)
    head.backward(headTape, logitGradient: logitGradient, addingTo: gradient, dropout: nil, compute)
    guard let inputs = encoder.backward(tape, gradient: gradient, lowest: 0, compute) else {
      return Array(repeating: 0, count: batch.tokenCount)
    }
    let table = encoder.embeddings.word.value
    return batch.ids.enumerated().map { token, id in
      var sum = 0.0
      for column in 0..<table.columns { sum += Double(inputs[token, column]) * Double(table[Int(id), column]) }
      return sum
    }
  }
}
