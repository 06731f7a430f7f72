package import BertEncoder
package import BertKernels
import Foundation

/// AdamW (Loshchilov and Hutter, arXiv 1711.05101) with bias correction, decoupled decay and clipping by the global norm,
/// in the order of operations of PyTorch's `torch.optim.AdamW` and `clip_grad_norm_`. A parameter is measured in its
/// ``BertEncoder/Parameter/unit``: gradients and steps are those of value / unit.
package final class AdamW {
  /// The trained parameters.
  package let parameters: [Parameter]
  package let options: AdamWOptions
  /// Steps taken.
  package private(set) var stepCount = 0
  private var moments: [Moments]

  /// Running means of one parameter.
  private struct Moments {
    let first: Matrix
    let second: Matrix
    /// Rows of a table whose gradient was ever other than zero; the others have no moments to update.
    var isActive: [Bool]?
  }

  /// - Parameter parameters: Of which those that have a gradient now are trained.
  package init(parameters: [Parameter], options: AdamWOptions) {
    self.parameters = parameters.filter(\.isTrained)
    self.options = options
    moments = self.parameters.map { parameter in
      Moments(
        first: Matrix(rows: parameter.value.rows, columns: parameter.value.columns),
        second: Matrix(rows: parameter.value.rows, columns: parameter.value.columns),
        isActive: parameter.touchedRows.map { _ in Array(repeating: false, count: parameter.value.rows) })
    }
  }

  /// Takes one step with the gradients that have been added up, and clears them.
  ///
  /// - Parameter learningRate: The rate of each parameter in this step.
  /// - Returns: The norm of all gradients together, before clipping.
  @discardableResult
  package func step(learningRate: (Parameter) -> Float, compute: Compute) -> Float {
    let outer = StageClock.enter(.optimizer)
    defer { StageClock.leave(to: outer) }
    stepCount += 1
    let norm = StageClock.time(.gradientNorm) { gradientNorm(compute) }
    var scale: Float = 1
    // The constant of clip_grad_norm_; a norm that is not a number must not pass as small.
    if let limit = options.clipNorm, !(norm <= limit) { scale = min(1, limit / (norm + 1e-6)) }
    let firstCorrection = 1 - pow(Double(options.beta1), Double(stepCount))
    let secondCorrection = 1 - pow(Double(options.beta2), Double(stepCount))
    for (index, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      if let touched = parameter.touchedRows {
        for row in touched.rows { moments[index].isActive?[row] = true }
      }
      let rate = learningRate(parameter)
      let step = AdamWStep(
        beta1: options.beta1, beta2: options.beta2, epsilon: options.epsilon,
        stepSize: parameter.unit * Float(Double(rate) / firstCorrection),
        secondCorrection: Float(secondCorrection.squareRoot()),
        decay: parameter.decays ? 1 - rate * options.weightDecay : 1, gradientScale: parameter.unit * scale)
      compute.adamW(
        step, value: parameter.value, gradient: gradient, first: moments[index].first, second: moments[index].second,
        isActive: moments[index].isActive)
      parameter.zeroGradient()
    }
    return norm
  }

  /// √Σg² over all trained parameters.
  private func gradientNorm(_ compute: Compute) -> Float {
    var total = 0.0
    for parameter in parameters {
      guard let gradient = parameter.gradient else { continue }
      let unit = Double(parameter.unit)
      total += unit * unit * compute.sumOfSquares(gradient, rows: parameter.touchedRows?.rows)
    }
    return Float(total.squareRoot())
  }
}

extension AdamW {
  /// The running means, to be saved beside the weights.
  package var state: [(parameter: Parameter, first: Matrix, second: Matrix)] {
    zip(parameters, moments).map { ($0, $1.first, $1.second) }
  }

  /// To be called after the matrices of ``state`` were filled with what was saved.
  package func didRestore(stepCount: Int) {
    self.stepCount = stepCount
    for index in moments.indices where moments[index].isActive != nil {
      let (first, second) = (moments[index].first, moments[index].second)
      // A row whose moments are all zero is updated to the same bytes whether it counts as active or not.
      moments[index].isActive = (0..<first.rows).map { row in
        (0..<first.columns).contains { first[row, $0] != 0 || second[row, $0] != 0 }
      }
    }
  }
}
