import BertData
package import BertEncoder
package import BertKernels
import Foundation

/// Which vectors of a step are mixed, and by how much: a function of seed and step alone.
///
/// One share serves a step, as in the authors' program.
package struct Mixup: Sendable {
  /// α
  let alpha: Double
  let seed: UInt64

  /// Keeps the draws apart from those of the order.
  private static let stream: UInt64 = 0x4D49_5855_5000_0001

  /// - Parameter alpha: 0.001 ... 8.
  package init(alpha: Double, seed: UInt64) {
    self.alpha = alpha
    self.seed = seed
  }

  /// What a step (from 0) mixes.
  ///
  /// - Parameter texts: B.
  package func mix(step: UInt64, texts: Int) -> FeatureMix {
    var generator = SeededGenerator(seed: seed ^ Self.stream ^ ((step &+ 1) &* 0x9E37_79B9_7F4A_7C15))
    let share = Self.share(alpha, &generator)
    return FeatureMix(partners: generator.permutation(texts), share: Float(share))
  }

  /// Beta(α, α) by Jöhnk's method (1964): of two uniform numbers to the power 1/α whose sum is at most 1, the first's share of the
  /// sum. By logarithms, since such powers are too small for a number where α is.
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
  ///   - outputs: `[B, C]`
  ///   - targets: `[B]`
  ///   - scale: Factor of the gradient.
  ///   - gradient: Of the outputs, `[B, C]`, overwritten.
  package func evaluate<Target: Sendable>(
    _ loss: any Loss<Target>, _ outputs: Matrix, _ targets: [Target], scale: Float = 1, gradient: Matrix
  ) -> Double {
    let own = loss.evaluate(outputs, targets, scale: scale * share, gradient: gradient)
    let slopes = Matrix(rows: gradient.rows, columns: gradient.columns)
    let other = loss.evaluate(outputs, partners.map { targets[$0] }, scale: scale * (1 - share), gradient: slopes)
    for row in 0..<gradient.rows {
      for column in 0..<gradient.columns { gradient[row, column] += slopes[row, column] }
    }
    return Double(share) * own + Double(1 - share) * other
  }
}
