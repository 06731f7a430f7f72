/// The objective of a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): the negative
/// log-likelihood of the true classes, summed over the chains, plus `penalty` × ‖W‖², as CRFsuite's `c2`.
struct ChainObjective {
  let features: ChainFeatures
  /// The indices of the features of each position of each chain.
  let chains: [[[Int32]]]
  /// The class of each position.
  let targets: [[Int]]
  let penalty: Double
  /// Called before each chain.
  let isCancelled: () -> Bool

  private var classes: Int { features.classes }

  /// The number of weights: pairs of a feature and a class, and transitions.
  var count: Int { features.count + classes * classes }

  /// The value at a point [count]; infinite if the sum over the paths is out of the range of Double, or after
  /// cancellation.
  func value(at point: [Double], gradient: inout [Double]) -> Double {
    let weights = ChainWeights(point, classes: classes)
    var pass = ChainPass(steps: weights.steps, classes: classes)
    var steps = [Double](repeating: 0, count: classes * classes)
    var value = 0.0
    for place in gradient.indices { gradient[place] = 2 * penalty * point[place] }
    for (chain, targets) in zip(chains, targets) where !chain.isEmpty {
      let scores = weights.scores(chain, features)
      guard !isCancelled(), pass.run(scores, addingStepsTo: &steps) else { return .infinity }
      value += pass.logSum
      for (place, target) in targets.enumerated() {
        value -= scores[place * classes + target]
        for number in chain[place] {
          for pair in features.pairs(of: number) {
            let label = features.label(of: pair)
            gradient[pair] += pass.marginals[place * classes + label] - (label == target ? 1 : 0)
          }
        }
        if place > 0 {
          let step = targets[place - 1] * classes + target
          value -= weights.steps[step]
          steps[step] -= 1
        }
      }
    }
    for (place, step) in steps.enumerated() { gradient[features.count + place] += step }
    return value + penalty * point.reduce(0) { $0 + $1 * $1 }
  }
}
