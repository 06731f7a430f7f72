package import BertEncoder
package import BertKernels

/// Mixout (Lee, Cho and Kang, arXiv 1909.11299): in a step each number of the layers' matrices, and of a pooler's that the
/// encoder came with, is with probability p the encoder's own, w⁰, and otherwise w⁰ + (w − w⁰)/(1 − p).
///
/// The weights are mixed in place before a step and put back behind it, so that forward and backward know nothing of it. Which
/// numbers are the encoder's follows from seed, step and place; the parts of a batch, and layers with the same weights,
/// have the same.
package final class Mixout {
  private struct Mixed {
    let parameter: Parameter
    let start: Matrix
    /// The weights while the mixed ones stand in their place.
    let kept: Matrix
    let site: UInt32
  }

  private let probability: Float
  private let seed: UInt64
  private let mixed: [Mixed]

  /// Keeps the masks apart from those of dropout, which are drawn from the seed itself.
  private static let stream: UInt64 = 0x4D49_584F_5554_0001

  /// - Parameters:
  ///   - probability: p, above 0 and below 1.
  ///   - trained: As the run begins with them; those that are no such matrices are left alone.
  ///   - beginsAnew: Whether a parameter has no start.
  init(
    probability: Double, seed: UInt64, _ trained: [Parameter], _ starts: StartingWeights,
    beginsAnew: (Parameter) -> Bool
  ) {
    self.probability = Float(probability)
    self.seed = seed ^ Self.stream
    mixed = trained.filter { Self.mixes($0) && !beginsAnew($0) }.enumerated().map { place, parameter in
      Mixed(
        parameter: parameter, start: starts.value(of: parameter),
        kept: Matrix(rows: parameter.value.rows, columns: parameter.value.columns),
        site: UInt32(truncatingIfNeeded: place))
    }
  }

  /// The same of parameters as they are now.
  package convenience init(
    probability: Double, seed: UInt64, _ trained: [Parameter], beginsAnew: (Parameter) -> Bool
  ) {
    self.init(probability: probability, seed: seed, trained, StartingWeights(), beginsAnew: beginsAnew)
  }

  /// Whether it is one of the matrices that are mixed.
  package static func mixes(_ parameter: Parameter) -> Bool {
    parameter.isMatrixOfLayer || parameter.part == .pooler && parameter.decays
  }

  /// The factor of each number's distance from its start in a step, `[N, K]` in the form of the parameter's value: 0 or
  /// 1/(1 − p).
  package func factors(step: Int, _ compute: Compute) -> [(name: String, factors: Matrix)] {
    mixed.map { mixed in
      let ones = Matrix(rows: mixed.start.rows, columns: mixed.start.columns)
      ones.fill(1)
      compute.apply(dropout(mixed, step: step), to: ones)
      return (mixed.parameter.name, ones)
    }
  }

  /// Puts the mixed weights of a step into the parameters.
  package func mix(step: Int, _ compute: Compute) {
    for mixed in mixed {
      mixed.kept.copy(from: mixed.parameter.value)
      if let dropout = dropout(mixed, step: step) { compute.mix(mixed.parameter.value, with: mixed.start, dropout) }
    }
  }

  /// Puts the weights back, and makes the gradients of the mixed ones theirs.
  package func separate(step: Int, _ compute: Compute) {
    for mixed in mixed {
      mixed.parameter.value.copy(from: mixed.kept)
      if let gradient = mixed.parameter.gradient { compute.apply(dropout(mixed, step: step), to: gradient) }
    }
  }

  private func dropout(_ mixed: Mixed, step: Int) -> Dropout? {
    Dropout(probability: probability, seed: seed, step: UInt64(step), site: mixed.site)
  }
}
