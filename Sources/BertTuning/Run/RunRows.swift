/// The rows of a run, divided.
protocol RunRows: RunInput {
  /// What is learnt from and judged: a text or a sentence with what it is held against.
  associatedtype Row: Sendable

  /// The same task on some of the rows, with the same labels.
  ///
  /// - Parameters:
  ///   - training: Rows to learn from.
  ///   - held: Rows that are judged once, as those of a test; none choose the epoch.
  /// - Throws: What rows that are divided by hand throw.
  func learning(from training: [Row], judging held: [Row]) throws(TuningError) -> Self
}
