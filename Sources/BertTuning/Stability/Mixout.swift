package import BertEncoder
package import BertKernels

/// Mixout (Lee, Cho and Kang, arXiv 1909.11299): in a step, each weight of the layers' matrices, and of a pretrained
/// pooler's, is replaced with probability p by its pretrained value w⁰, and is otherwise w⁰ + (w − w⁰)/(1 − p).
///
/// The weights are mixed in place before a step and restored after it, so that forward and backward need not know of
/// it. Which weights are replaced follows from seed, step and place. It is the same for all parts of a batch, and for
/// layers that share weights.
package final class Mixout {
  private struct Mixed {
    let parameter: Parameter
    let start: Matrix
    /// A copy of the weights while the mixed ones replace them.
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
  ///   - trained: The trained parameters at the start of the run; only such matrices are mixed.
  ///   - starts: The pretrained values.
  ///   - beginsAnew: Whether a parameter has no pretrained value.
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

  /// Takes the present values of the parameters as the pretrained ones.
  package convenience init(
    probability: Double, seed: UInt64, _ trained: [Parameter], beginsAnew: (Parameter) -> Bool
  ) {
    self.init(probability: probability, seed: seed, trained, StartingWeights(), beginsAnew: beginsAnew)
  }

  /// Whether a parameter is one of the matrices that are mixed.
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

  /// Restores the weights, and turns the gradients of the mixed weights into theirs.
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
