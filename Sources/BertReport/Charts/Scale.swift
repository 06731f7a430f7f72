import Foundation

/// From values to places in a drawing.
package struct Scale: Sendable {
  private let low, high: Double
  private let start, end: Double
  private let isLogarithmic: Bool

  /// - Parameters:
  ///   - domain: the values at both ends. - places: where these stand; the first may be the larger.
  ///   - isLogarithmic: equal factors take equal room; for values above 0.
  package init(_ domain: (Double, Double), to places: (Double, Double), isLogarithmic: Bool = false) {
    self.isLogarithmic = isLogarithmic && domain.0 > 0 && domain.1 > 0
    low = self.isLogarithmic ? log(domain.0) : domain.0
    high = self.isLogarithmic ? log(domain.1) : domain.1
    (start, end) = places
  }

  /// The place of a value; the middle where both ends are one value.
  package func callAsFunction(_ value: Double) -> Double {
    let value = isLogarithmic ? log(max(value, .leastNormalMagnitude)) : value
    guard high != low, value.isFinite else { return (start + end) / 2 }
    return start + (value - low) / (high - low) * (end - start)
  }
}
