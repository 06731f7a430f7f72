/// How much less the loss of the same rows is by another way to learn, row by row.
struct LossGain {
  /// The mean of the differences.
  let mean: Double
  /// Its standard error.
  let standardError: Double
  private let rows: Int

  /// Standard errors that a gain is to exceed: half of one kept most of what true descriptions of labels bring on four corpora,
  /// and refused those of other labels (benchmarks/RESULTS.md).
  private static let certainty = 0.5

  /// - Parameters:
  ///   - before: The losses without it.
  ///   - after: Those with it.
  init(_ before: [Double], _ after: [Double]) {
    let gains = zip(before, after).map { $0 - $1 }, count = Double(max(1, gains.count))
    let mean = gains.reduce(0, +) / count
    let squares = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = (squares / max(1, count - 1) / count).squareRoot()
    rows = gains.count
  }

  /// Whether it is more than half of its standard error.
  var isTaken: Bool { exceeds(Self.certainty) }

  /// Whether it is more than so many of its standard errors.
  func exceeds(_ errors: Double) -> Bool { rows > 1 && mean > errors * standardError }
}
