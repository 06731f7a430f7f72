import Foundation

/// Maps values to coordinates in a drawing.
package struct Scale: Sendable {
  private let low, high: Double
  private let start, end: Double
  private let isLogarithmic: Bool

  /// - Parameters:
  ///   - domain: the values at both ends.
  ///   - places: the coordinates of both ends; the first may be the larger.
  ///   - isLogarithmic: whether the scale is logarithmic, which it can be where both ends are above 0.
  package init(_ domain: (Double, Double), to places: (Double, Double), isLogarithmic: Bool = false) {
    self.isLogarithmic = isLogarithmic && domain.0 > 0 && domain.1 > 0
    low = self.isLogarithmic ? log(domain.0) : domain.0
    high = self.isLogarithmic ? log(domain.1) : domain.1
    (start, end) = places
  }

  /// The coordinate of a value; the middle where both ends are the same value, or the value is not finite.
  package func callAsFunction(_ value: Double) -> Double {
    let value = isLogarithmic ? log(max(value, .leastNormalMagnitude)) : value
    guard high != low, value.isFinite else { return (start + end) / 2 }
    return start + (value - low) / (high - low) * (end - start)
  }
}
