import Foundation

/// How the accuracy of a classifier grows with the rows that it learns from: limit − scale · rows^(−rate) (Figueroa et
/// al., "Predicting sample size required for classification performance", 2012).
package struct PowerLaw: Sendable, Equatable {
  /// What is assumed about the limit of the accuracy.
  package enum Limit: Sendable, CaseIterable {
    /// It is 1: the error alone follows the law.
    case one
    /// It is fitted, at most 1.
    case fitted
  }

  /// The accuracy that is approached with more and more rows.
  package let limit: Double
  /// 0 for an accuracy that does not grow.
  package let scale: Double
  /// The exponent by which the error falls with the rows, above 0.
  package let rate: Double

  /// The rates that are tried before the best one is refined.
  private static let rates: ClosedRange<Double> = 0.01...4
  private static let steps = 120
  private static let refinements = 50

  /// Weighted least squares: for each rate, limit and scale are a linear problem with bounds, so that only the rate is
  /// searched for (Golub and Pereyra's variable projection, 1973).
  ///
  /// - Parameters:
  ///   - limit: Whether the limit is 1 or fitted.
  ///   - rows: The rows of each point, above zero. [P]
  ///   - accuracies: The accuracy at each point, 0 ... 1. [P]
  ///   - weights: The weight of each point. [P]
  /// - Returns: nil for fewer points than numbers to fit, and for values that are not finite.
  package init?(_ limit: Limit, rows: [Double], accuracies: [Double], weights: [Double]) {
    guard rows.count == accuracies.count, rows.count == weights.count,
      rows.count >= (limit == .one ? 2 : 3), rows.allSatisfy({ $0 > 0 && $0.isFinite }),
      accuracies.allSatisfy({ (0...1).contains($0) }), weights.allSatisfy({ $0 >= 0 && $0.isFinite }),
      weights.reduce(0, +) > 0
    else { return nil }
    func fit(_ logRate: Double) -> (loss: Double, law: PowerLaw) {
      Self.fit(limit, rate: exp(logRate), rows, accuracies, weights)
    }
    let low = log(Self.rates.lowerBound), width = (log(Self.rates.upperBound) - low) / Double(Self.steps)
    var best = 0, least = Double.infinity
    for step in 0...Self.steps {
      let loss = fit(low + Double(step) * width).loss
      if loss < least { (best, least) = (step, loss) }
    }
    // Golden section between the neighbours of the best.
    let ratio = (5.0.squareRoot() - 1) / 2
    var left = low + Double(max(0, best - 1)) * width, right = low + Double(min(Self.steps, best + 1)) * width
    for _ in 0..<Self.refinements {
      let inner = right - ratio * (right - left), outer = left + ratio * (right - left)
      if fit(inner).loss <= fit(outer).loss { right = outer } else { left = inner }
    }
    self = fit((left + right) / 2).law
  }

  package init(limit: Double, scale: Double, rate: Double) {
    self.limit = limit
    self.scale = scale
    self.rate = rate
  }

  /// The accuracy with this many rows, 0 ... 1.
  package func accuracy(rows: Double) -> Double { min(1, max(0, limit - scale * pow(rows, -rate))) }

  private static func fit(
    _ limit: Limit, rate: Double, _ rows: [Double], _ accuracies: [Double], _ weights: [Double]
  ) -> (loss: Double, law: PowerLaw) {
    let powers = rows.map { pow($0, -rate) }
    var sum = 0.0, mean = 0.0, powerMean = 0.0
    for (index, weight) in weights.enumerated() {
      sum += weight
      mean += weight * accuracies[index]
      powerMean += weight * powers[index]
    }
    mean /= sum
    powerMean /= sum
    var squares = 0.0, products = 0.0, ownSquares = 0.0, ownProducts = 0.0
    for (index, weight) in weights.enumerated() {
      let power = powers[index], centred = power - powerMean
      squares += weight * centred * centred
      products += weight * centred * (accuracies[index] - mean)
      ownSquares += weight * power * power
      ownProducts += weight * power * (1 - accuracies[index])
    }
    var law = PowerLaw(limit: 1, scale: ownSquares > 0 ? ownProducts / ownSquares : 0, rate: rate)
    if limit == .fitted {
      let scale = squares > 0 ? max(0, -products / squares) : 0
      // Where the best limit is above 1, it is 1.
      if mean + scale * powerMean <= 1 {
        law = PowerLaw(limit: mean + scale * powerMean, scale: scale, rate: rate)
      }
    }
    let loss = zip(powers, zip(accuracies, weights)).reduce(0) { loss, point in
      let error = law.limit - law.scale * point.0 - point.1.0
      return loss + point.1.1 * error * error
    }
    return (loss, law)
  }
}
