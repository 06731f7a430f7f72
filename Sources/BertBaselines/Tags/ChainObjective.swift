/// What a linear-chain conditional random field makes small (Lafferty, McCallum and Pereira 2001): minus the logarithm of the
/// probability of the true classes, summed over the chains, and `penalty` × ‖W‖², as CRFsuite has it with its `c2`.
struct ChainObjective {
  let features: ChainFeatures
  /// The numbers of the features of each position of each chain.
  let chains: [[[Int32]]]
  /// The class of each position.
  let targets: [[Int]]
  let penalty: Double
  /// Asked before each chain.
  let isCancelled: () -> Bool

  private var classes: Int { features.classes }

  /// Weights: pairs of a feature and a class, and steps.
  var count: Int { features.count + classes * classes }

  /// The value at a point [count]; infinite where the sum over the paths leaves the range of Double, and after an
  /// interruption.
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
