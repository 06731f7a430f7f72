package import BertEncoder
package import BertKernels
import Foundation

/// AdamW (Loshchilov and Hutter, arXiv 1711.05101) with bias correction, decoupled decay and clipping by the global
/// norm, in the order of operations of PyTorch's `torch.optim.AdamW` and `clip_grad_norm_`. A parameter is measured in
/// its ``BertEncoder/Parameter/unit``: gradients and steps are those of value / unit.
package final class AdamW {
  /// The trained parameters.
  package let parameters: [Parameter]
  package let options: AdamWOptions
  /// Steps taken.
  package private(set) var stepCount = 0
  /// Running means of each parameter.
  let moments: [Moments]
  /// For each embedding table, whether a row ever had a gradient other than zero; the means of all other rows are zero.
  private var isActive: [[Bool]?]
  private let seed: UInt64

  /// - Parameters:
  ///   - parameters: All candidates; those that have a gradient now are trained.
  ///   - seed: Decides how means in bfloat16 are rounded.
  package init(parameters: [Parameter], options: AdamWOptions, seed: UInt64 = 0) {
    self.parameters = parameters.filter(\.isTrained)
    self.options = options
    self.seed = seed
    moments = self.parameters.map { Moments(options.moments, rows: $0.value.rows, columns: $0.value.columns) }
    isActive = self.parameters.map { parameter in
      parameter.touchedRows.map { _ in Array(repeating: false, count: parameter.value.rows) }
    }
  }

  /// The number of trained values.
  var trainedNumbers: Int { parameters.reduce(0) { $0 + $1.count } }

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
    // The constant of clip_grad_norm_. A norm that is not a number must not pass as small: `min` gives its first
    // argument where neither is less, so that the factor is then not a number either.
    if let limit = options.clipNorm, !(norm <= limit) { scale = min(limit / (norm + 1e-6), 1) }
    let firstCorrection = 1 - pow(Double(options.beta1), Double(stepCount))
    let secondCorrection = 1 - pow(Double(options.beta2), Double(stepCount))
    for (index, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      if let touched = parameter.touchedRows {
        for row in touched.rows where isActive[index]?[row] == false {
          isActive[index]?[row] = true
          moments[index].clear(row: row)
        }
      }
      let rate = learningRate(parameter)
      let step = AdamWStep(
        beta1: options.beta1, beta2: options.beta2, epsilon: options.epsilon,
        stepSize: parameter.unit * Float(Double(rate) / firstCorrection),
        secondCorrection: Float(secondCorrection.squareRoot()),
        decay: parameter.decays ? 1 - rate * options.weightDecay : 1, gradientScale: parameter.unit * scale)
      compute.adamW(
        step, value: parameter.value, gradient: gradient, moments: moments[index],
        rounding: StochasticRounding(
          seed: seed, step: UInt64(stepCount), site: UInt64(truncatingIfNeeded: index)),
        isActive: isActive[index])
      parameter.zeroGradient(compute)
    }
    return norm
  }

  /// √Σg² over all trained parameters.
  private func gradientNorm(_ compute: Compute) -> Float {
    var total = 0.0
    for parameter in parameters {
      guard let squares = parameter.squaredGradient(compute) else { continue }
      let unit = Double(parameter.unit)
      total += unit * unit * squares
    }
    return Float(total.squareRoot())
  }
}

extension AdamW {
  /// Call this after ``moments`` were restored from a checkpoint.
  func didRestore(stepCount: Int) {
    self.stepCount = stepCount
    for (index, moments) in moments.enumerated() where isActive[index] != nil {
      // A row whose means are all zero is updated to the same bytes whether it counts as active or not.
      isActive[index] = (0..<parameters[index].value.rows).map { !moments.isZero(row: $0) }
    }
  }
}

extension Moments {
  /// Means of zero; those of a vector are always in single precision.
  init(_ format: MomentFormat, rows: Int, columns: Int) {
    switch rows == 1 ? .fp32 : format {
    case .fp32:
      self = .float32(first: Matrix(rows: rows, columns: columns), second: Matrix(rows: rows, columns: columns))
    case .bf16: self = .bfloat16(HalfMoments(rows: rows, columns: columns))
    }
  }
}
