/// The rows of a run, divided.
protocol RunRows: RunInput {
  /// A row to learn from or to judge: a text or a sentence with its target.
  associatedtype Row: Sendable

  /// The same task on some of the rows, with the same labels.
  ///
  /// - Parameters:
  ///   - training: Rows to learn from.
  ///   - held: Rows that are judged once, as those of a test; none choose the epoch.
  /// - Throws: The errors of making rows that are divided already.
  func learning(from training: [Row], judging held: [Row]) throws(TuningError) -> Self
}
