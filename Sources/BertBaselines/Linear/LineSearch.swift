/// A line search for the strong Wolfe conditions (Nocedal and Wright, algorithms 3.5 and 3.6): sufficient decrease, and
/// a slope that is flat enough for the curvature pair of L-BFGS to be useful.
struct LineSearch {
  /// A point on the line.
  struct Step {
    var length: Double
    var point: [Double]
    var value: Double
    var gradient: [Double]
    /// The directional derivative at the point.
    var slope: Double
  }

  /// The fraction of the first-order decrease that a step must reach.
  private static let sufficientDecrease = 1e-4
  /// The fraction of the initial slope that may remain.
  private static let curvature = 0.9
  /// The most evaluations of the function in the bracketing phase, and again in the zoom.
  private static let evaluations = 30

  let point: [Double]
  let direction: [Double]
  /// Value and slope at the start.
  let startValue: Double
  let startSlope: Double

  /// Searches along the line.
  ///
  /// - Parameters:
  ///   - firstLength: The first step length to try.
  ///   - function: Returns the value at a point; writes the gradient into its second argument.
  /// - Returns: A lower point; nil if none was found.
  func run(firstLength: Double, _ function: ([Double], inout [Double]) -> Double) -> Step? {
    var previous: Step?
    var length = firstLength
    for _ in 0..<Self.evaluations {
      let step = evaluate(length, function)
      if !falls(step) || previous.map({ step.value >= $0.value }) ?? false {
        return zoom(low: previous, high: step, function)
      }
      if abs(step.slope) <= -Self.curvature * startSlope { return step }
      if step.slope >= 0 { return zoom(low: step, high: previous, function) }
      previous = step
      length *= 2
    }
    return previous
  }

  /// Narrows an interval that contains a good step. `low` has the lowest known value; nil stands for the start.
  private func zoom(low: Step?, high: Step?, _ function: ([Double], inout [Double]) -> Double) -> Step? {
    var low = low
    var lowLength = low?.length ?? 0
    var highLength = high?.length ?? 0
    for _ in 0..<Self.evaluations {
      // Bisection: L-BFGS's first trial is good, so few halvings are needed.
      let length = (lowLength + highLength) / 2
      let step = evaluate(length, function)
      if !falls(step) || step.value >= (low?.value ?? startValue) {
        highLength = length
      } else {
        if abs(step.slope) <= -Self.curvature * startSlope { return step }
        if step.slope * (highLength - lowLength) >= 0 { highLength = lowLength }
        low = step
        lowLength = length
      }
      if abs(highLength - lowLength) <= 1e-12 * max(lowLength, highLength) { break }
    }
    return low
  }

  private func falls(_ step: Step) -> Bool {
    step.value <= startValue + Self.sufficientDecrease * step.length * startSlope
  }

  private func evaluate(_ length: Double, _ function: ([Double], inout [Double]) -> Double) -> Step {
    var moved = point
    LBFGS.add(length, direction, to: &moved)
    var gradient = [Double](repeating: 0, count: point.count)
    let value = function(moved, &gradient)
    return Step(
      length: length, point: moved, value: value, gradient: gradient, slope: LBFGS.dot(gradient, direction))
  }
}
