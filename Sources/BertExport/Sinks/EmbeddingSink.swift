/// An output that takes rows of vectors, one window after another, and survives a sudden end of the program.
protocol EmbeddingSink: AnyObject {
  /// The state of the unfinished run that is resumed; nil for a new run.
  var recovered: ExportState? { get }

  /// Where an unfinished run is kept, for messages.
  var place: String { get }

  /// Whether the output replaces an earlier one as a whole, and records what it was made of.
  var isWhole: Bool { get }

  /// Called once before the first row of a new run; not for one that is resumed.
  func begin(_ description: VectorDescription) throws(ExportError)

  /// Appends rows. They become valid with the next ``commit(_:)``.
  func append(_ batch: EmbeddingBatch) throws(ExportError)

  /// Makes all rows so far durable together with a state: after an end at any moment, either this state is recovered or
  /// the one before.
  func commit(_ state: ExportState) throws(ExportError)

  /// Completes the output and moves it to its target.
  ///
  /// - Parameters:
  ///   - description: With the number of rows.
  ///   - state: The last state that was committed.
  func finish(_ description: VectorDescription, _ state: ExportState) throws(ExportError)

  /// Deletes everything that was begun.
  func discard()
}
