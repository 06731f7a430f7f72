/// The values of one AdamW step that all elements of a parameter share.
package struct AdamWStep: Sendable {
  /// β₁, β₂ and ε.
  package var beta1: Float, beta2: Float, epsilon: Float
  /// Learning rate divided by 1 − β₁ᵗ.
  package var stepSize: Float
  /// √(1 − β₂ᵗ)
  package var secondCorrection: Float
  /// 1 − learning rate · weight decay
  package var decay: Float
  /// Factor of the gradient, for clipping.
  package var gradientScale: Float

  package init(
    beta1: Float, beta2: Float, epsilon: Float, stepSize: Float, secondCorrection: Float, decay: Float,
    gradientScale: Float
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.stepSize = stepSize
    self.secondCorrection = secondCorrection
    self.decay = decay
    self.gradientScale = gradientScale
  }
}

extension Compute {
  /// One step of AdamW (Loshchilov and Hutter, arXiv 1711.05101) on a parameter, in one pass over memory.
  ///
  /// w := w·decay − stepSize · m / (√v / secondCorrection + ε), with m and v updated before; PyTorch's order of
  /// operations. All four matrices have one shape.
  ///
  /// - Parameters:
  ///   - step: The values of the step.
  ///   - value: w, overwritten.
  ///   - gradient: The gradient of w.
  ///   - first: m, overwritten.
  ///   - second: v, overwritten.
  ///   - isActive: For each row, whether it ever had a nonzero gradient. Other rows have moments of zero, and the step
  ///     only multiplies their w by `decay`. nil for all rows.
  package func adamW(
    _ step: AdamWStep, value: Matrix, gradient: Matrix, first: Matrix, second: Matrix, isActive: [Bool]? = nil
  ) {
    // A vector is a single row: its columns are divided among the threads.
    if value.rows == 1 {
      forRanges(value.columns, width: 1, multipleOf: 8) { range in
        let at = range.lowerBound
        updateRow(
          step, value.pointer + at, gradient.pointer + at, first.pointer + at, second.pointer + at, count: range.count)
      }
      return
    }
    forRanges(value.rows, width: value.columns) { range in
      for row in range {
        if isActive?[row] ?? true {
          updateRow(step, value.row(row), gradient.row(row), first.row(row), second.row(row), count: value.columns)
        } else if step.decay != 1 {
          forEachLanes(value.row(row), count: value.columns) { $0 * step.decay }
        }
      }
    }
  }

  private func updateRow(
    _ step: AdamWStep, _ w: UnsafeMutablePointer<Float>, _ g: UnsafeMutablePointer<Float>,
    _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>, count: Int
  ) {
    let inverse = 1 / step.secondCorrection
    var i = 0
    while i &+ 8 <= count {
      let gradient = load(g, i) * step.gradientScale
      let mean = fma(gradient - load(m, i), 1 - step.beta1, load(m, i))
      let square = fma(gradient * gradient, 1 - step.beta2, load(v, i) * step.beta2)
      store(mean, m, i)
      store(square, v, i)
      let denominator = fma(squareRoot(square), inverse, splat(step.epsilon))
      store(load(w, i) * step.decay - mean / denominator * step.stepSize, w, i)
      i &+= 8
    }
    while i < count {
      let gradient = g[i] * step.gradientScale
      m[i] += (gradient - m[i]) * (1 - step.beta1)
      v[i] = v[i] * step.beta2 + gradient * gradient * (1 - step.beta2)
      w[i] = w[i] * step.decay - m[i] / (v[i].squareRoot() * inverse + step.epsilon) * step.stepSize
      i &+= 1
    }
  }
}
