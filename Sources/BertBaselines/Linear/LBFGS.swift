/// Limited-memory BFGS for smooth unconstrained minimisation (Nocedal and Wright, Numerical Optimization, algorithms 7.4
/// and 7.5, with the line search of algorithms 3.5 and 3.6).
package struct LBFGS: Sendable {
  /// When to stop and how much to remember.
  package struct Options: Sendable {
    /// The number of pairs of differences kept.
    package var memory = 10
    /// The most steps.
    package var iterations = 500
    /// Stops when no component of the gradient is larger in magnitude.
    package var gradientTolerance = 1e-6
    /// Stops when a step lowers the value by less than this fraction of it.
    package var valueTolerance = 1e-15

    package init() {}
  }

  /// The result of a minimization.
  package struct Result: Sendable {
    /// The minimizer, [n].
    package var point: [Double]
    package var value: Double
    /// The largest magnitude of a component of the gradient.
    package var gradientNorm: Double
    package var iterations: Int
    /// False if the steps ran out.
    package var converged: Bool
  }

  package var options: Options

  package init(options: Options = Options()) {
    self.options = options
  }

  /// Minimizes a function from a start.
  ///
  /// - Parameters:
  ///   - start: [n]
  ///   - continues: Called before each step, in addition to ``FitWatch``, with the number of steps done; false ends the
  ///     search.
  ///   - function: Returns the value at a point [n]; writes the gradient [n] into its second argument.
  package func minimize(
    from start: [Double], continues: (_ steps: Int) -> Bool = { _ in true },
    _ function: (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) -> Result {
    var point = start
    var gradient = [Double](repeating: 0, count: start.count)
    var value = function(point, &gradient)
    var history: [Pair] = []
    var iteration = 0
    while iteration < options.iterations, FitWatch.continues(), continues(iteration) {
      let norm = Self.largest(gradient)
      if norm <= options.gradientTolerance {
        return Result(point: point, value: value, gradientNorm: norm, iterations: iteration, converged: true)
      }
      iteration += 1
      var direction = Self.direction(gradient: gradient, history: history)
      if Self.dot(direction, gradient) >= 0 {
        // Rounding has spoiled the curvature estimate: restart with steepest descent.
        history.removeAll()
        direction = gradient.map { -$0 }
      }
      let search = LineSearch(
        point: point, direction: direction, startValue: value, startSlope: Self.dot(direction, gradient))
      let first = history.isEmpty ? min(1, 1 / Self.absoluteSum(gradient)) : 1
      guard let step = search.run(firstLength: first, function) else {
        // No lower point is distinguishable in double precision: this is the minimum as far as it can be determined.
        return Result(point: point, value: value, gradientNorm: norm, iterations: iteration, converged: true)
      }
      let pair = Pair(from: point, to: step.point, gradientFrom: gradient, gradientTo: step.gradient)
      if pair.curvature > 0 {
        history.append(pair)
        if history.count > options.memory { history.removeFirst() }
      }
      let decrease = value - step.value
      point = step.point
      gradient = step.gradient
      value = step.value
      if decrease <= options.valueTolerance * max(abs(value), 1) {
        return Result(
          point: point, value: value, gradientNorm: Self.largest(gradient), iterations: iteration, converged: true)
      }
    }
    return Result(
      point: point, value: value, gradientNorm: Self.largest(gradient), iterations: iteration, converged: false)
  }

  /// One remembered step.
  private struct Pair {
    let step: [Double]
    let change: [Double]
    /// step · change, positive where the function is convex.
    let curvature: Double

    init(from: [Double], to: [Double], gradientFrom: [Double], gradientTo: [Double]) {
      step = zip(to, from).map { $0 - $1 }
      change = zip(gradientTo, gradientFrom).map { $0 - $1 }
      curvature = LBFGS.dot(step, change)
    }
  }

  /// The two-loop recursion: minus the approximate inverse Hessian times the gradient.
  private static func direction(gradient: [Double], history: [Pair]) -> [Double] {
    var q = gradient
    var alphas = [Double](repeating: 0, count: history.count)
    for index in history.indices.reversed() {
      let pair = history[index]
      alphas[index] = dot(pair.step, q) / pair.curvature
      add(-alphas[index], pair.change, to: &q)
    }
    if let last = history.last {
      let scale = last.curvature / dot(last.change, last.change)
      for index in q.indices { q[index] *= scale }
    }
    for (index, pair) in history.enumerated() {
      let beta = dot(pair.change, q) / pair.curvature
      add(alphas[index] - beta, pair.step, to: &q)
    }
    for index in q.indices { q[index] = -q[index] }
    return q
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  static func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
    for index in a.indices { b[index] += factor * a[index] }
  }

  private static func largest(_ a: [Double]) -> Double { a.reduce(0) { max($0, abs($1)) } }
  private static func absoluteSum(_ a: [Double]) -> Double { a.reduce(0) { $0 + abs($1) } }
}
