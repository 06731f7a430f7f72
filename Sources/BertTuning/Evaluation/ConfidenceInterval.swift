/// Wilson's 95 % interval of a share of rows (Wilson 1927), which is also valid for few rows and for shares near 0 and
/// 1.
public struct ConfidenceInterval: Sendable, Equatable {
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double

  /// - Parameters:
  ///   - share: 0 ... 1
  ///   - rows: the number of rows; with none the interval is 0 ... 1.
  public init(share: Double, rows: Int) {
    guard rows > 0 else {
      low = 0
      high = 1
      return
    }
    let z = 1.959963984540054
    let n = Double(rows)
    let center = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    low = max(0, center - half)
    high = min(1, center + half)
  }

  /// Whether the whole interval lies above a value.
  public func isAbove(_ value: Double) -> Bool { low > value }
}
