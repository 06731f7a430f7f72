/// The minimum of a smooth convex function over weights that are not negative and add up to 1.
///
/// Accelerated projected gradients (Beck and Teboulle 2009), restarted where the function rises (O'Donoghue and Candès
/// 2015), with the projection of Duchi et al. 2008. Steps end where the Frank-Wolfe gap proves that the function is
/// within `tolerance` of its minimum.
struct SimplexMinimum {
  /// [k]
  let weights: [Double]
  let value: Double

  /// The most steps.
  private static let steps = 100_000
  private static let tolerance = 1e-12

  /// - Parameters:
  ///   - count: k > 0.
  ///   - function: The value at some weights and the gradient there, [k].
  init(count: Int, _ function: (_ weights: [Double]) -> (value: Double, gradient: [Double])) {
    var weights = [Double](repeating: 1 / Double(count), count: count)
    var here = function(weights), ahead = weights, momentum = 1.0, curvature = 1.0
    for _ in 0..<Self.steps {
      guard Self.gap(weights, here.gradient) > Self.tolerance else { break }
      let start = function(ahead)
      var next = weights, there = here
      while true {
        next = Self.projected(zip(ahead, start.gradient).map { $0 - $1 / curvature })
        there = function(next)
        let moves = zip(next, ahead).map { $0 - $1 }
        let linear = zip(start.gradient, moves).reduce(start.value) { $0 + $1.0 * $1.1 }
        let bound = linear + 0.5 * curvature * moves.reduce(0) { $0 + $1 * $1 }
        if there.value <= bound + 1e-14 * max(1, abs(bound)) || curvature > 1e15 { break }
        curvature *= 2
      }
      if there.value > here.value, ahead != weights {
        (ahead, momentum) = (weights, 1)
        continue
      }
      let grown = 0.5 * (1 + (1 + 4 * momentum * momentum).squareRoot())
      ahead = zip(next, weights).map { $0 + (momentum - 1) / grown * ($0 - $1) }
      let isStill = next == weights
      (weights, here, momentum) = (next, there, grown)
      if isStill { break }
    }
    self.weights = weights
    value = here.value
  }

  /// The Frank-Wolfe gap, which the function can fall by at most.
  private static func gap(_ weights: [Double], _ gradient: [Double]) -> Double {
    zip(weights, gradient).reduce(0) { $0 + $1.0 * $1.1 } - (gradient.min() ?? 0)
  }

  /// The nearest point whose values are not negative and add up to 1.
  private static func projected(_ point: [Double]) -> [Double] {
    var sum = 0.0, shift = 0.0
    for (place, value) in point.sorted(by: >).enumerated() {
      sum += value
      let wanted = (sum - 1) / Double(place + 1)
      guard value > wanted else { break }
      shift = wanted
    }
    return point.map { max(0, $0 - shift) }
  }
}
