import Foundation

extension Compute {
  /// The cross-entropy of each row of logits, −log softmax(x)[target]; the logits are overwritten with its gradient.
  /// For long rows, such as logits over a vocabulary.
  ///
  /// Exponentials are in single precision and summed in a fixed order, so that nothing depends on the number of
  /// threads; losses are in double precision.
  ///
  /// - Parameters:
  ///   - logits: `[M, V]`; each row becomes `scale`·(softmax(x) − e_target), or undefined without a scale.
  ///   - targets: The column of the target of each row, `[M]`.
  ///   - scale: Factor of the gradient; nil where only the losses are wanted.
  /// - Returns: The loss of each row, `[M]`.
  package func crossEntropy(_ logits: Matrix, targets: ArraySlice<Int32>, scale: Float?) -> [Double] {
    precondition(targets.count == logits.rows, "one target for each row")
    precondition(
      targets.allSatisfy { $0 >= 0 && Int($0) < logits.columns }, "a target beyond the \(logits.columns) columns")
    var losses = [Double](repeating: 0, count: logits.rows)
    let first = targets.startIndex, columns = logits.columns
    losses.withUnsafeMutableBufferPointer { losses in
      nonisolated(unsafe) let losses = losses
      forRanges(logits.rows, width: columns) { rows in
        for row in rows {
          let x = logits.row(row), target = Int(targets[first + row])
          let own = x[target]
          var largest: Float = 0, total: Float = 0, correction: Float = 0
          kernel.rows.softmaxRows(
            x, stride: columns, rows: 1, scale: 1, isFirst: true, maxima: &largest, sums: &total,
            corrections: &correction, seen: 0..<columns, columns)
          losses[row] = Foundation.log(Double(total)) + Double(largest) - Double(own)
          guard let scale else { continue }
          kernel.rows.scaleRows(x, stride: columns, by: scale / total, into: x, stride: columns, rows: 1, columns)
          x[target] -= scale
        }
      }
    }
    return losses
  }
}
