package import BertKernels

/// The mean of (x − y)² over the rows, x being the one output of each: PyTorch's `MSELoss`, in double precision.
package struct SquaredError: Loss {
  package init() {}

  package func weight(of target: Double) -> Double { 1 }

  package func evaluate(_ outputs: Matrix, _ targets: [Double], scale: Float, gradient: Matrix) -> Double {
    precondition(outputs.columns == 1, "one output a row is needed")
    let share = 1 / Double(max(1, targets.count))
    var loss = 0.0
    for (row, target) in targets.enumerated() {
      let distance = Double(outputs[row, 0]) - target
      loss += share * distance * distance
      gradient[row, 0] = Float(2 * share * distance * Double(scale))
    }
    return loss
  }
}
