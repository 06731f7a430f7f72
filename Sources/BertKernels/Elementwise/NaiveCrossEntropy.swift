import Foundation

/// Cross-entropy of rows of logits by its definition, in double precision: the oracle of the fast one.
package enum NaiveCrossEntropy {
  /// −log softmax(x)[target] of each row, and its gradient: softmax(x) − e_target, row by row.
  package static func evaluate(_ x: Matrix, targets: [Int32]) -> (losses: [Double], gradient: [Double]) {
    var gradient = NaiveSoftmax.forward(x)
    let losses = targets.enumerated().map { row, target in
      let values = (0..<x.columns).map { Double(x[row, $0]) }, largest = values.max() ?? 0
      gradient[row * x.columns + Int(target)] -= 1
      return largest + log(values.reduce(0) { $0 + exp($1 - largest) }) - values[Int(target)]
    }
    return (losses, gradient)
  }
}
