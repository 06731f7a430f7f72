import BertKernels

/// min ½ wᵀKw − κᵀw for 0 ≤ w ≤ B and |Σw − n| ≤ nε: the problem of kernel mean matching, by Mehrotra's
/// predictor-corrector method (Nocedal and Wright, "Numerical Optimization", algorithm 16.4).
struct BoxedQuadratic {
  /// K, `[n, n]`, positive semidefinite.
  private let matrix: DoubleMatrix
  /// κ, [n].
  private let linear: [Double]
  /// The right sides of the inequalities G·w ≤ h, in this order: w ≤ B, −w ≤ 0, Σw ≤ n(1 + ε), −Σw ≤ n(ε − 1). [2n + 2]
  private let limits: [Double]
  private var point: [Double]
  private var slacks: [Double]
  private var multipliers: [Double]

  /// The most steps; about twenty are usual.
  private static let steps = 100
  /// The mean product of slack and multiplier at which the iteration ends, relative to the largest value of κ.
  private static let tolerance = 1e-13

  /// - Parameters:
  ///   - matrix: K, `[n, n]`.
  ///   - linear: κ, [n].
  ///   - most: B, above 1.
  init(matrix: DoubleMatrix, linear: [Double], most: Double) {
    self.matrix = matrix
    self.linear = linear
    let count = Double(linear.count), width = max(1 - 1 / count.squareRoot(), 1e-3)
    limits =
      Array(repeating: most, count: linear.count) + Array(repeating: 0, count: linear.count)
      + [count * (1 + width), count * (width - 1)]
    point = Array(repeating: 1, count: linear.count)
    slacks = []
    multipliers = Array(repeating: 1, count: limits.count)
    slacks = zip(limits, rows(point)).map { $0 - $1 }
  }

  /// G·w, [2n + 2].
  private func rows(_ w: [Double]) -> [Double] {
    let sum = w.reduce(0, +)
    return w + w.map { -$0 } + [sum, -sum]
  }

  /// Gᵀ·z, [n].
  private func columns(_ z: [Double]) -> [Double] {
    let count = linear.count, both = z[2 * count] - z[2 * count + 1]
    return (0..<count).map { z[$0] - z[count + $0] + both }
  }

  /// - Returns: w, [n].
  /// - Throws: `unsolved`.
  mutating func minimize(_ compute: Compute) throws(FeatureSpaceError) -> [Double] {
    let count = Double(limits.count), scale = max(1, linear.reduce(0) { max($0, abs($1)) })
    var gap = Double.infinity
    for _ in 0..<Self.steps {
      let image = compute.multiply(matrix, point), push = columns(multipliers)
      let dual = point.indices.map { image[$0] - linear[$0] + push[$0] }
      let primal = zip(zip(rows(point), slacks), limits).map { $0.0 + $0.1 - $1 }
      gap = zip(slacks, multipliers).reduce(0) { $0 + $1.0 * $1.1 } / count
      let worst = dual.reduce(0) { max($0, abs($1)) }
      if gap <= Self.tolerance * scale, worst <= 1e-11 * scale { return clipped }
      guard let system = NewtonSystem(matrix, ratios: zip(multipliers, slacks).map { $0 / $1 }, compute) else { break }
      let products = zip(slacks, multipliers).map { $0 * $1 }
      let predicted = direction(system, dual, primal, products)
      let reach = length(predicted.slacks, predicted.multipliers)
      var after = 0.0
      for index in slacks.indices {
        after +=
          (slacks[index] + reach * predicted.slacks[index])
          * (multipliers[index] + reach * predicted.multipliers[index])
      }
      let centring = min(1, max(0, after / count / gap)), aim = centring * centring * centring * gap
      let corrected = direction(
        system, dual, primal,
        products.indices.map { products[$0] + predicted.slacks[$0] * predicted.multipliers[$0] - aim })
      let step = min(1, 0.995 * length(corrected.slacks, corrected.multipliers))
      for index in point.indices { point[index] += step * corrected.point[index] }
      for index in slacks.indices {
        slacks[index] += step * corrected.slacks[index]
        multipliers[index] += step * corrected.multipliers[index]
      }
    }
    // Rounding can keep the gap above the tolerance, and such a point is good enough; one far from the minimum is not.
    guard gap <= 1e-8 * scale else {
      throw .unsolved(
        what: "the weights of kernel mean matching were not found", remedy: "choose another width of the kernel")
    }
    return clipped
  }

  /// The point, without the rounding beyond its bounds.
  private var clipped: [Double] { zip(point, limits).map { min(max($0, 0), $1) } }

  /// The direction that makes the residuals of the dual, the primal and the products of slacks and multipliers zero.
  private func direction(_ system: NewtonSystem, _ dual: [Double], _ primal: [Double], _ products: [Double]) -> (
    point: [Double], slacks: [Double], multipliers: [Double]
  ) {
    let known = slacks.indices.map { (multipliers[$0] * primal[$0] - products[$0]) / slacks[$0] }
    let pull = columns(known)
    let move = system.solve(dual.indices.map { -dual[$0] - pull[$0] })
    let moved = rows(move)
    return (
      move, slacks.indices.map { -primal[$0] - moved[$0] },
      slacks.indices.map { known[$0] + multipliers[$0] / slacks[$0] * moved[$0] }
    )
  }

  /// The largest step, at most 1 / 0.995, at which no slack and no multiplier is negative.
  private func length(_ slackMoves: [Double], _ multiplierMoves: [Double]) -> Double {
    var length = 1.0 / 0.995
    for index in slacks.indices {
      if slackMoves[index] < 0 { length = min(length, -slacks[index] / slackMoves[index]) }
      if multiplierMoves[index] < 0 { length = min(length, -multipliers[index] / multiplierMoves[index]) }
    }
    return length
  }
}

/// The matrix of one Newton step, K + Gᵀ·D·G: K, a diagonal, and a multiple of the matrix of ones.
private struct NewtonSystem {
  private let factor: Cholesky
  /// The factor of the matrix of ones.
  private let shared: Double
  /// (K + diagonal)⁻¹·1, [n].
  private let ones: [Double]

  /// - Parameter ratios: D, [2n + 2].
  /// - Returns: nil where the matrix cannot be factored.
  init?(_ matrix: DoubleMatrix, ratios: [Double], _ compute: Compute) {
    let count = matrix.rows, system = matrix.copied()
    // K is not quite semidefinite in rounded figures.
    for row in 0..<count { system[row, row] += ratios[row] + ratios[count + row] + 1e-14 * Double(count) }
    guard let factor = Cholesky(system, compute) else { return nil }
    self.factor = factor
    shared = ratios[2 * count] + ratios[2 * count + 1]
    ones = factor.solve(Array(repeating: 1, count: count))
  }

  /// Solves the system by the formula of Sherman and Morrison. [n]
  func solve(_ right: [Double]) -> [Double] {
    let alone = factor.solve(right)
    let share = shared * alone.reduce(0, +) / (1 + shared * ones.reduce(0, +))
    return zip(alone, ones).map { $0 - share * $1 }
  }
}
