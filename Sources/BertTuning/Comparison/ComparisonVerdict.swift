public import BertData

/// What the test rows can tell of two methods, and by which figure.
///
/// The interval of the deciding figure's difference decides, and where it leaves the matter open McNemar's exact test, as far
/// as the figure does not say the opposite. That a method is not better is told by an interval that ends below a margin, never
/// by one that is wide.
public struct ComparisonVerdict: Sendable, Codable, Equatable {
  /// What follows.
  public enum Outcome: String, Sendable, Codable {
    /// The method is better than the other.
    case better
    /// It is worse.
    case worse
    /// It may be a little better, but not by more than the margin.
    case notBetter = "not_better"
    /// The rows cannot tell.
    case open
    /// There are fewer rows than any verdict needs.
    case tooFewRows = "too_few_rows"
  }

  /// A difference that nobody would pay for, in the deciding figure.
  public static let margin = 0.02
  /// Rows below which nothing is decided.
  public static let fewestRows = 50
  /// Of McNemar's test.
  private static let level = 0.05

  /// The method that costs more.
  public var method: TrainingMethod
  /// Its encoder's name, where that is one of those beside the first.
  public var encoder: String?
  /// Against the other, on the rows that count.
  public var against: ComparisonRung.Difference
  /// What follows.
  public var outcome: Outcome
  /// The figure that decided; nil where none did.
  public var figure: Metric?
  /// The test rows that count.
  public var rows: Int
  /// Test rows that do not count, because their text is learnt from too.
  public var leftOut: Int
  /// About how many test rows would decide, if the figures stayed; nil where these do.
  public var rowsNeeded: Int?

  private enum CodingKeys: String, CodingKey {
    case method, encoder, against, outcome, figure, rows
    case leftOut = "left_out_rows"
    case rowsNeeded = "rows_needed"
  }

  /// Judges the paired tests of two rungs.
  ///
  /// - Parameters:
  ///   - rung: The method that costs more.
  ///   - other: The other.
  ///   - difference: Of the first against the second.
  ///   - rows: Test rows that count.
  ///   - leftOut: Test rows that do not.
  init(
    of rung: ComparisonRung, over other: ComparisonRung, _ difference: ComparisonRung.Difference, rows: Int,
    leftOut: Int
  ) {
    method = rung.method
    encoder = rung.encoder
    against = difference
    self.rows = rows
    self.leftOut = leftOut
    // Of several seeds the rows that only one has right are those of the first alone.
    let isExact = rung.runs.count == 1 && other.runs.count == 1
    (outcome, figure) = Self.outcome(difference, rows: rows, isExact: isExact)
    rowsNeeded =
      switch outcome {
      case .open: Self.rowsNeeded(difference, rows: rows)
      case .tooFewRows: Self.fewestRows
      case .better, .worse, .notBetter: nil
      }
  }

  /// The pair's name in a table of steps; nil where it is one of those of a ladder, on the same rows.
  package func step(of rungs: [ComparisonRung]) -> String? {
    if leftOut == 0, rungs.contains(where: { $0.method == method && $0.encoder == encoder && $0.against == against }) {
      return nil
    }
    let pair = "\(ComparisonRung.title(method, encoder)) over \(against.title)"
    return leftOut == 0 ? pair : "\(pair), on \(Figures.count(rows, "row"))"
  }

  /// - Parameter isExact: Whether the rows that only one has right are those of all runs.
  private static func outcome(
    _ difference: ComparisonRung.Difference, rows: Int, isExact: Bool
  ) -> (Outcome, Metric?) {
    guard rows >= fewestRows, let low = difference.interval.first, let high = difference.interval.last else {
      return (.tooFewRows, nil)
    }
    if low > 0 { return (.better, difference.metric) }
    if high < 0 { return (.worse, difference.metric) }
    if isExact, let p = difference.mcnemarP, p < level, let own = difference.onlyThis, let other = difference.onlyOther
    {
      if own > other, difference.gain >= 0 { return (.better, .accuracy) }
      if own < other, difference.gain <= 0 { return (.worse, .accuracy) }
    }
    return high <= margin ? (.notBetter, difference.metric) : (.open, nil)
  }

  /// Rows on which the interval would be as narrow as it must be for either: to end below the margin with this gain, or to
  /// lie on one side of zero four times in five. Its width falls with the root of the rows.
  private static func rowsNeeded(_ difference: ComparisonRung.Difference, rows: Int) -> Int? {
    guard let low = difference.interval.first, let high = difference.interval.last else { return nil }
    // 1.96 / (1.96 + 0.84), the quantiles of 97.5 % and 80 %.
    let width = max(margin - difference.gain, abs(difference.gain) * 0.7)
    guard width > 0, high > low else { return nil }
    let share = (high - low) / 2 / width
    return Int(min(1e9, (Double(rows) * share * share).rounded(.up)))
  }
}
