/// A moving average of the loss, which also detects losses far above it.
package struct LossMonitor: Sendable, Codable, Equatable {
  /// The average so far; nil before the first step.
  package private(set) var average: Double?
  /// Losses seen.
  package private(set) var count = 0

  /// Share of the newest loss in the average: it remembers about twenty steps.
  private static let share = 0.05
  /// The number of steps before the average is used.
  private static let settled = 10

  package init() {}

  /// Takes in a step's loss.
  ///
  /// - Returns: the average before it, where the loss is more than twice that and more than 1 above it; batches of a
  ///   few rows vary by a factor of two when the loss is small, which is no spike.
  package mutating func observe(_ loss: Double) -> Double? {
    defer {
      average = average.map { $0 + Self.share * (loss - $0) } ?? loss
      count += 1
    }
    guard let average, count >= Self.settled, loss > 2 * average, loss > average + 1 else { return nil }
    return average
  }
}
