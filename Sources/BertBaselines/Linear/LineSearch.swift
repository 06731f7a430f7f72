/// A line search for the strong Wolfe conditions (Nocedal and Wright, algorithms 3.5 and 3.6): the value falls enough,
/// and the slope flattens enough for the next curvature pair of L-BFGS to be of use.
struct LineSearch {
  /// A point on the line.
  struct Step {
    var length: Double
    var point: [Double]
    var value: Double
    var gradient: [Double]
    /// Directional derivative there.
    var slope: Double
  }

  /// Share of the first-order decrease that a step must reach.
  private static let sufficientDecrease = 1e-4
  /// Share of the first slope that may remain.
  private static let curvature = 0.9
  /// Evaluations of the function at the most, in the bracketing phase and again in the zoom.
  private static let evaluations = 30

  let point: [Double]
  let direction: [Double]
  /// Value and slope at the start.
  let startValue: Double
  let startSlope: Double

  /// - Returns: a lower point, or nil where none can be found along the line.
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

  /// Narrows an interval that holds a good step. `low` has the lowest value known; nil stands for the start itself.
  private func zoom(low: Step?, high: Step?, _ function: ([Double], inout [Double]) -> Double) -> Step? {
    var low = low
    var lowLength = low?.length ?? 0
    var highLength = high?.length ?? 0
    for _ in 0..<Self.evaluations {
      // The middle: L-BFGS's first trial is good, so that few halvings are needed.
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
