import BertData

/// The accuracy that a classifier is likely to have with more labelled rows, by power laws fitted to its learning
/// curve.
///
/// Few points do not show which law holds: whether all errors vanish with enough rows (a limit of 1), or some remain (a
/// fitted limit). Both are fitted, and the forecast is their mean. The interval is that of both laws together over
/// bootstrap samples of the judged rows. A sampled row brings its answers at all points, because the points are judged
/// on the same rows. The interval is widened, because the models of a cross-validation learn from nearly the same rows
/// and vary less than models of independent rows.
package struct AccuracyForecast: Sendable {
  /// The accuracy with more rows.
  package struct Point: Sendable, Equatable {
    /// Labelled rows in addition to those that there are.
    package let more: Int
    package let accuracy: Double
    /// The interval of 95 %.
    package let interval: ClosedRange<Double>
  }

  /// Labelled rows that there are.
  package let rows: Int
  /// The laws on all judged rows: with a limit of 1, and with a fitted one.
  package let laws: [PowerLaw]
  /// The laws on each bootstrap sample.
  private let sampled: [[PowerLaw]]

  /// The laws are not extrapolated beyond this many times the rows that there are.
  package static let reach = 5
  /// Nadeau and Bengio's correction ("Inference for the Generalization Error", 2003): with J parts the variance is 1 +
  /// J · n₂ / n₁ times that of the judged rows alone, n₂ being the rows of a part and n₁ those of the others. This is
  /// the square root of that factor.
  private static let widening =
    (1 + Double(LearningCurve.parts) / Double(LearningCurve.parts - 1)).squareRoot()
  /// Bootstrap samples of the rows.
  private static let resamples = 500

  /// - Parameters:
  ///   - curve: The learning curve.
  ///   - rows: The labelled rows that there are.
  ///   - seed: The seed of the bootstrap samples.
  /// - Throws: `tooFewRows` for a curve of fewer than three points, or without a row.
  package init(_ curve: LearningCurve, rows: Int, seed: UInt64) throws(VectorRowsError) {
    guard curve.rows > 0, curve.repeats > 0, rows > 0 else { throw .tooFewRows(found: 0, needed: 1) }
    let laws = Self.laws(curve.sizes, curve.accuracies)
    guard laws.count == PowerLaw.Limit.allCases.count else { throw .tooFewRows(found: curve.sizes.count, needed: 3) }
    self.rows = rows
    self.laws = laws
    var generator = SeededGenerator(seed: seed)
    let judged = curve.rows, share = 1 / Double(judged * curve.repeats)
    sampled = (0..<Self.resamples).map { _ in
      var sums = [Int](repeating: 0, count: curve.sizes.count)
      for _ in 0..<judged {
        let row = generator.next(below: judged)
        for point in sums.indices { sums[point] += curve.right[point][row] }
      }
      return Self.laws(curve.sizes, sums.map { min(1, Double($0) * share) })
    }
  }

  /// The accuracy with more rows.
  ///
  /// - Parameter more: Labelled rows in addition to those that there are.
  /// - Returns: nil for a negative number, and where all rows would be more than ``reach`` times those that there are.
  package func accuracy(more: Int) -> Point? {
    guard more >= 0, more <= (Self.reach - 1) * rows else { return nil }
    let all = Double(rows + more)
    let samples = sampled.flatMap { $0.map { $0.accuracy(rows: all) } }
    let mean = laws.reduce(0) { $0 + $1.accuracy(rows: all) } / Double(laws.count)
    let (low, high) = RowBootstrap.interval(samples) ?? (mean, mean)
    let below = Self.widening * max(0, mean - low), above = Self.widening * max(0, high - mean)
    return Point(more: more, accuracy: mean, interval: max(0, mean - below)...min(1, mean + above))
  }

  /// Points are weighted by the rows that their models learnt from: points of more rows tell more about still more
  /// rows, and vary less.
  private static func laws(_ sizes: [Double], _ accuracies: [Double]) -> [PowerLaw] {
    PowerLaw.Limit.allCases.compactMap {
      PowerLaw($0, rows: sizes, accuracies: accuracies, weights: sizes)
    }
  }
}
