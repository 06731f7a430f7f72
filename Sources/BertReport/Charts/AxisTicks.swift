import Foundation

/// Round numbers for an axis (Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990).
package struct AxisTicks: Sendable, Equatable {
  /// Ascending, from at or below the lowest value to at or above the highest.
  package let values: [Double]
  /// The decimals that are needed to tell them apart.
  package let decimals: Int

  /// - Parameters:
  ///   - low: the lowest value.
  ///   - high: the highest value. Equal values get room on both sides; the axis is 0 to 1 where a value is not finite,
  ///     over 10¹² or out of order.
  ///   - count: about how many ticks.
  package init(from low: Double, to high: Double, count: Int = 5) {
    var low = low, high = high
    if !low.isFinite || !high.isFinite || low > high || max(abs(low), abs(high)) > 1e12 { (low, high) = (0, 1) }
    if high - low < 1e-9 * max(1, abs(low)) {
      // Figures that are all 0 get an axis from 0 to 1, as most figures cannot be negative.
      (low, high) = low == 0 ? (0, 1) : (low - abs(low) / 2, high + abs(low) / 2)
    }
    let rough = (high - low) / Double(max(1, count - 1))
    let power = log10(rough).rounded(.down)
    let magnitude = pow(10, power)
    let share = rough / magnitude
    let factor = share < 1.5 ? 1.0 : share < 3 ? 2 : share < 7 ? 5 : 10
    let step = factor * magnitude
    // With a small tolerance, so that 0.3 / 0.1 counts as 3.
    let first = (low / step + 1e-9).rounded(.down), last = (high / step - 1e-9).rounded(.up)
    decimals = max(0, Int(-(log10(step) + 1e-9).rounded(.down)))
    let places = pow(10, Double(decimals))
    values = stride(from: first, through: last, by: 1).map { ($0 * step * places).rounded() / places }
  }

  /// The lowest tick.
  package var low: Double { values.first ?? 0 }
  /// The highest tick.
  package var high: Double { values.last ?? 1 }

  /// A tick as it is written.
  package func text(_ value: Double) -> String { String(format: "%.\(decimals)f", value) }
}
