/// A linear-chain conditional random field over features that are strings, fitted by L-BFGS.
package struct ConditionalRandomField: Sendable {
  /// The features and the classes they occur with.
  package let features: ChainFeatures
  /// The weights at the minimum.
  package let weights: ChainWeights
  /// The objective at the minimum.
  package let objective: Double
  /// The factor of ‖W‖².
  package let penalty: Double

  /// The penalties to try, from the strongest down.
  package static let penalties = [1, 0.1, 0.01]
  /// The penalty where there are too few chains for a choice.
  private static let usualPenalty = 0.1
  private static let fewestChains = 100

  /// A solver that stops when the likelihood hardly changes any more; the entities found no longer change then.
  package static var solver: LBFGS {
    var solver = LBFGS()
    solver.options.iterations = 200
    solver.options.valueTolerance = 1e-6
    solver.options.gradientTolerance = 1e-3
    return solver
  }

  /// Fits the weights. With at least 100 chains, every tenth chain is held out, and the penalty is the one of
  /// ``penalties`` at which the held-out chains are most likely; with fewer it is 0.1.
  ///
  /// - Parameters:
  ///   - chains: The features of each position of each chain.
  ///   - targets: The class of each position, each from 0 to classes − 1.
  ///   - progress: Called with the fraction of the allowed steps that are done, from 0 to 1.
  /// - Throws: `interrupted` if `isCancelled` returned true.
  package init(
    _ chains: [[[String]]], targets: [[Int]], classes: Int, progress: (Double) -> Void = { _ in },
    isCancelled: () -> Bool = { false }
  ) throws(BaselineError) {
    let fit = ChainFit(chains, targets: targets, classes: classes, solver: Self.solver)
    guard chains.count >= Self.fewestChains else {
      self = try fit.field(penalty: Self.usualPenalty, progress: progress, isCancelled: isCancelled)
      return
    }
    let held = stride(from: 9, to: chains.count, by: 10).map { $0 }
    let training = chains.indices.filter { $0 % 10 != 9 }
    var best = (penalty: Self.usualPenalty, loss: Double.infinity), start: [Double]?
    let parts = Double(Self.penalties.count + 1)
    for (place, penalty) in Self.penalties.enumerated() {
      // The objective is convex with one minimum, so each search starts near it, at the last one.
      let result = try fit.minimum(
        training, penalty, from: start, progress: { progress((Double(place) + $0) / parts) }, isCancelled: isCancelled)
      let loss = fit.loss(held, at: result.point)
      if loss < best.loss { best = (penalty, loss) }
      start = result.point
    }
    self = try fit.field(
      penalty: best.penalty, from: start, progress: { progress((parts - 1 + $0) / parts) }, isCancelled: isCancelled)
  }

  /// Fits the weights with a given penalty.
  ///
  /// - Throws: `interrupted` if `isCancelled` returned true.
  package init(
    _ chains: [[[String]]], targets: [[Int]], classes: Int, penalty: Double, solver: LBFGS,
    isCancelled: () -> Bool = { false }
  ) throws(BaselineError) {
    self = try ChainFit(chains, targets: targets, classes: classes, solver: solver)
      .field(penalty: penalty, isCancelled: isCancelled)
  }

  init(_ features: ChainFeatures, _ result: LBFGS.Result, penalty: Double) {
    self.features = features
    weights = ChainWeights(result.point, classes: features.classes)
    objective = result.value
    self.penalty = penalty
  }

  /// Restores a stored field.
  ///
  /// - Parameters:
  ///   - state: The weights of the pairs.
  ///   - steps: The weights of the transitions, [C, C].
  init(_ features: ChainFeatures, state: [Double], steps: [Double], objective: Double, penalty: Double) {
    self.features = features
    weights = ChainWeights(state + steps, classes: features.classes)
    self.objective = objective
    self.penalty = penalty
  }

  /// The most likely classes of a chain.
  ///
  /// - Parameter chain: The features of each position.
  package func classes(of chain: [[String]]) -> [Int] { weights.best(scores(chain)) }

  /// The probability of each class at each position, [T, C]; empty for an empty chain.
  package func probabilities(of chain: [[String]]) -> [Double] {
    guard !chain.isEmpty else { return [] }
    var pass = ChainPass(steps: weights.steps, classes: weights.classes)
    var steps = [Double](repeating: 0, count: weights.steps.count)
    return pass.run(scores(chain), addingStepsTo: &steps) ? pass.marginals : []
  }

  private func scores(_ chain: [[String]]) -> [Double] {
    weights.scores(chain.map(features.numbers), features)
  }
}
