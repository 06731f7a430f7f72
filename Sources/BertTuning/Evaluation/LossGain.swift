/// The paired difference of two losses on the same rows: how much lower the second is.
struct LossGain {
  /// The mean of the differences.
  let mean: Double
  /// Its standard error.
  let standardError: Double
  private let rows: Int

  /// Standard errors that a gain must exceed. On four corpora, half a standard error accepts most true descriptions of
  /// labels that help, and rejects descriptions of other labels (benchmarks/RESULTS.md).
  private static let certainty = 0.5

  /// - Parameters:
  ///   - before: The losses of the first way to learn, one a row.
  ///   - after: The losses of the second, one a row.
  init(_ before: [Double], _ after: [Double]) {
    let gains = zip(before, after).map { $0 - $1 }, count = Double(max(1, gains.count))
    let mean = gains.reduce(0, +) / count
    let squares = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = (squares / max(1, count - 1) / count).squareRoot()
    rows = gains.count
  }

  /// Whether the gain is more than half of its standard error.
  var isTaken: Bool { exceeds(Self.certainty) }

  /// Whether the gain is more than a number of its standard errors.
  func exceeds(_ errors: Double) -> Bool { rows > 1 && mean > errors * standardError }
}
