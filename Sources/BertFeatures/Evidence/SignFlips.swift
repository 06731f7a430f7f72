import Foundation

/// A test whether the differences of pairs lie above zero by more than chance: if neither side is better, each
/// difference could as well have the other sign (Fisher's randomization test, "The Design of Experiments", 1935).
package enum SignFlips {
  /// The most steps for which the distribution of the sum is computed exactly; for more differences the normal
  /// distribution is near enough.
  private static let counted = 20_000_000

  /// The one-sided p-value: the probability that random signs give a sum at least as great.
  ///
  /// - Parameter differences: One for each row, such as how much more often the first model was right than the second.
  /// - Returns: 1 where all are zero.
  package static func probability(_ differences: [Int]) -> Double {
    let sizes = differences.map(abs).filter { $0 > 0 }
    guard !sizes.isEmpty else { return 1 }
    let positive = differences.reduce(0) { $0 + max(0, $1) }, whole = sizes.reduce(0, +)
    guard sizes.count * whole <= counted else { return normalTail(differences) }
    // The probability of each sum of the sizes that get a positive sign.
    var likely = [Double](repeating: 0, count: whole + 1), reached = 0
    likely[0] = 1
    for size in sizes {
      reached += size
      for sum in stride(from: reached, through: 0, by: -1) {
        likely[sum] = 0.5 * (likely[sum] + (sum >= size ? likely[sum - size] : 0))
      }
    }
    return min(1, likely[positive...].reduce(0, +))
  }

  private static func normalTail(_ differences: [Int]) -> Double {
    let sum = differences.reduce(0.0) { $0 + Double($1) }
    let squares = differences.reduce(0.0) { $0 + Double($1) * Double($1) }
    return 0.5 * erfc(sum / (2 * squares).squareRoot())
  }
}
