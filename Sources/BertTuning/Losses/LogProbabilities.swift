import BertKernels
import Foundation

/// Log-softmax and softmax of a row of outputs, in double precision.
struct LogProbabilities {
  /// Log-softmax and softmax, [C].
  let logs, shares: [Double]

  init(_ outputs: Matrix, row: Int) { self.init((0..<outputs.columns).map { Double(outputs[row, $0]) }) }

  init(_ values: [Double]) {
    let largest = values.max() ?? 0
    let logSum = largest + log(values.reduce(0) { $0 + exp($1 - largest) })
    logs = values.map { $0 - logSum }
    shares = logs.map(exp)
  }
}
