import BertData
package import BertEncoder
package import BertKernels
import Foundation

/// Mix-up (Zhang et al., arXiv 1710.09412): which vectors of a step are mixed, and by how much, as a function of seed
/// and step alone.
///
/// A step has one share for all its vectors, as in the authors' program.
package struct Mixup: Sendable {
  /// α
  let alpha: Double
  let seed: UInt64

  /// Makes the random numbers independent of those that order the rows.
  private static let stream: UInt64 = 0x4D49_5855_5000_0001

  /// - Parameters:
  ///   - alpha: α of Beta(α, α), 0.001 ... 8.
  ///   - seed: That of the run.
  package init(alpha: Double, seed: UInt64) {
    self.alpha = alpha
    self.seed = seed
  }

  /// The mix of a step.
  ///
  /// - Parameters:
  ///   - step: Counted from 0.
  ///   - texts: B.
  package func mix(step: UInt64, texts: Int) -> FeatureMix {
    var generator = SeededGenerator(seed: seed ^ Self.stream ^ ((step &+ 1) &* 0x9E37_79B9_7F4A_7C15))
    let share = Self.share(alpha, &generator)
    return FeatureMix(partners: generator.permutation(texts), share: Float(share))
  }

  /// Draws from Beta(α, α) by Jöhnk's method (1964): x = u^(1/α) and y = v^(1/α), with u and v uniform, are drawn until
  /// x + y ≤ 1; then x / (x + y) is the number. Computed in logarithms, because x and y underflow where α is small.
  private static func share(_ alpha: Double, _ generator: inout SeededGenerator) -> Double {
    while true {
      // 1 − u is never 0.
      let x = log(1 - generator.nextUniform()) / alpha, y = log(1 - generator.nextUniform()) / alpha
      let larger = max(x, y), sum = larger + log(exp(x - larger) + exp(y - larger))
      if sum <= 0 { return exp(x - sum) }
    }
  }
}

extension FeatureMix {
  /// λ times the loss against the texts' own targets and 1 − λ times that against their partners', with its gradient.
  ///
  /// - Parameters:
  ///   - loss: The loss of the unmixed outputs.
  ///   - outputs: `[B, C]`
  ///   - targets: `[B]`
  ///   - scale: Factor of the gradient.
  ///   - gradient: Of the outputs, `[B, C]`, overwritten.
  /// - Returns: The mixed loss.
  package func evaluate<Target: Sendable>(
    _ loss: any Loss<Target>, _ outputs: Matrix, _ targets: [Target], scale: Float = 1, gradient: Matrix
  ) -> Double {
    let own = loss.evaluate(outputs, targets, scale: scale * share, gradient: gradient)
    let otherGradient = Matrix(rows: gradient.rows, columns: gradient.columns)
    let other = loss.evaluate(
      outputs, partners.map { targets[$0] }, scale: scale * (1 - share), gradient: otherGradient)
    for row in 0..<gradient.rows {
      for column in 0..<gradient.columns { gradient[row, column] += otherGradient[row, column] }
    }
    return Double(share) * own + Double(1 - share) * other
  }
}
