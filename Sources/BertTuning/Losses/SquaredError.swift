package import BertKernels

/// The mean of ((x − y)/u)² over the rows, where x is the single output of a row, y its target and u the unit of the
/// numbers; with u = 1 PyTorch's `MSELoss`. In double precision.
package struct SquaredError: Loss {
  /// u
  package let unit: Double

  package init(unit: Double = 1) { self.unit = unit }

  package func weight(of target: Double) -> Double { 1 }

  package func evaluate(_ outputs: Matrix, _ targets: [Double], scale: Float, gradient: Matrix) -> Double {
    precondition(outputs.columns == 1, "one output a row is needed")
    let share = 1 / Double(max(1, targets.count))
    var loss = 0.0
    for (row, target) in targets.enumerated() {
      let distance = (Double(outputs[row, 0]) - target) / unit
      loss += share * distance * distance
      gradient[row, 0] = Float(2 * share * distance * Double(scale) / unit)
    }
    return loss
  }
}
