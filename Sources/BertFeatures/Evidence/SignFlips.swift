import Foundation

/// Whether the differences between pairs lie above zero by more than chance: if neither of the two is better, each difference
/// could as well have the other sign (Fisher's randomization test, "The Design of Experiments", 1935).
package enum SignFlips {
  /// Sums up to which the probabilities are counted out; beyond, many differences make the normal distribution exact enough.
  private static let counted = 20_000_000

  /// The probability that signs drawn at random give so great a sum, or a greater one.
  ///
  /// - Parameter differences: Such as how much more often the one was right than the other, for each row.
  /// - Returns: 1 where all are zero.
  package static func probability(_ differences: [Int]) -> Double {
    let sizes = differences.map(abs).filter { $0 > 0 }
    guard !sizes.isEmpty else { return 1 }
    let positive = differences.reduce(0) { $0 + max(0, $1) }, whole = sizes.reduce(0, +)
    guard sizes.count * whole <= counted else { return normalTail(differences) }
    // How likely each sum of the differences is that keep their sign.
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
