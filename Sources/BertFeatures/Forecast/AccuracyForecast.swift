import BertData

/// The accuracy that a classifier is likely to have with more labelled rows, by power laws fitted to its learning curve.
///
/// Few points do not tell which law holds: whether all errors go away with enough rows (a limit of 1), or some stay (a fitted
/// limit). Both are fitted, and what is told is the mean of the two. The interval is of both laws together over resamples of the
/// judged rows, each row with all that the curve holds of it, because the points of the curve are judged on the same rows.
package struct AccuracyForecast: Sendable {
  /// The accuracy with more rows.
  package struct Point: Sendable, Equatable {
    /// Labelled rows more than there are.
    package let more: Int
    package let accuracy: Double
    /// 95 %.
    package let interval: ClosedRange<Double>
  }

  /// Labelled rows that there are.
  package let rows: Int
  /// The laws on all judged rows: with a limit of 1, and with a fitted one.
  package let laws: [PowerLaw]
  private let drawn: [[PowerLaw]]

  /// The laws are not carried beyond so many times the rows that there are.
  package static let reach = 5
  /// Resamples of the rows.
  private static let resamples = 500

  /// - Parameters:
  ///   - curve: The learning curve.
  ///   - rows: The labelled rows that there are.
  ///   - seed: Decides the resamples.
  /// - Throws: `tooFewRows` for a curve of fewer than three points, or without a row.
  package init(_ curve: LearningCurve, rows: Int, seed: UInt64) throws(VectorRowsError) {
    guard curve.rows > 0, curve.repeats > 0, rows > 0 else { throw .tooFewRows(found: 0, needed: 1) }
    let laws = Self.laws(curve.sizes, curve.accuracies)
    guard laws.count == PowerLaw.Limit.allCases.count else { throw .tooFewRows(found: curve.sizes.count, needed: 3) }
    self.rows = rows
    self.laws = laws
    var generator = SeededGenerator(seed: seed)
    let judged = curve.rows, share = 1 / Double(judged * curve.repeats)
    drawn = (0..<Self.resamples).map { _ in
      var sums = [Int](repeating: 0, count: curve.sizes.count)
      for _ in 0..<judged {
        let row = generator.next(below: judged)
        for point in sums.indices { sums[point] += curve.right[point][row] }
      }
      return Self.laws(curve.sizes, sums.map { min(1, Double($0) * share) })
    }
  }

  /// The accuracy with so many rows more.
  ///
  /// - Returns: nil for fewer than none, and where the rows would be more than ``reach`` times those that there are.
  package func accuracy(more: Int) -> Point? {
    guard more >= 0, more <= (Self.reach - 1) * rows else { return nil }
    let all = Double(rows + more)
    let samples = drawn.flatMap { $0.map { $0.accuracy(rows: all) } }
    let told = laws.reduce(0) { $0 + $1.accuracy(rows: all) } / Double(laws.count)
    let (low, high) = RowBootstrap.interval(samples) ?? (told, told)
    return Point(more: more, accuracy: told, interval: min(low, told)...max(high, told))
  }

  /// Points count by the rows that their models learnt from: larger ones say more of still larger ones, and vary less.
  private static func laws(_ sizes: [Double], _ accuracies: [Double]) -> [PowerLaw] {
    PowerLaw.Limit.allCases.compactMap {
      PowerLaw($0, rows: sizes, accuracies: accuracies, weights: sizes)
    }
  }
}
