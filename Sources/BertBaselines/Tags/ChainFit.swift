/// The chains that a conditional random field is fitted to.
struct ChainFit {
  private let features: ChainFeatures
  private let chains: [[[Int32]]]
  private let targets: [[Int]]
  private let solver: LBFGS

  init(_ chains: [[[String]]], targets: [[Int]], classes: Int, solver: LBFGS) {
    let features = ChainFeatures(chains, targets: targets, classes: classes)
    self.features = features
    self.chains = chains.map { $0.map(features.numbers) }
    self.targets = targets
    self.solver = solver
  }

  /// Fits the field to all chains.
  ///
  /// - Throws: `interrupted`.
  func field(
    penalty: Double, from start: [Double]? = nil, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool
  ) throws(BaselineError) -> ConditionalRandomField {
    let result = try minimum(
      Array(chains.indices), penalty, from: start, progress: progress, isCancelled: isCancelled)
    return ConditionalRandomField(features, result, penalty: penalty)
  }

  /// Fits weights to some of the chains.
  ///
  /// - Throws: `interrupted`.
  func minimum(
    _ chosen: [Int], _ penalty: Double, from start: [Double]?, progress: (Double) -> Void, isCancelled: () -> Bool
  ) throws(BaselineError) -> LBFGS.Result {
    try withoutActuallyEscaping(isCancelled) { isCancelled throws(BaselineError) in
      let objective = objective(chosen, penalty, isCancelled)
      let result = solver.minimize(
        from: start ?? [Double](repeating: 0, count: objective.count),
        continues: { step in
          progress(Double(step) / Double(max(1, solver.options.iterations)))
          return !isCancelled()
        },
        { objective.value(at: $0, gradient: &$1) })
      if isCancelled() { throw .interrupted }
      return result
    }
  }

  /// The negative log-likelihood of some of the chains at given weights, without a penalty.
  func loss(_ chosen: [Int], at point: [Double]) -> Double {
    var gradient = [Double](repeating: 0, count: point.count)
    return objective(chosen, 0, { false }).value(at: point, gradient: &gradient)
  }

  private func objective(_ chosen: [Int], _ penalty: Double, _ isCancelled: @escaping () -> Bool) -> ChainObjective {
    ChainObjective(
      features: features, chains: chosen.map { chains[$0] }, targets: chosen.map { targets[$0] }, penalty: penalty,
      isCancelled: isCancelled)
  }
}
