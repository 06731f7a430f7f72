/// A place that takes rows of vectors, one window after another, and outlives the program's sudden end.
protocol EmbeddingSink: AnyObject {
  /// The state of the unfinished run that is taken up; nil for a new one.
  var recovered: ExportState? { get }

  /// Where an unfinished run is kept, in words for people.
  var place: String { get }

  /// Whether the output takes the place of an earlier one as a whole, and says what it was made of.
  var isWhole: Bool { get }

  /// Called once before the first row of a new run.
  func begin(_ description: VectorDescription) throws(ExportError)

  /// Writes rows behind those that are there. They count with the next ``commit(_:)``.
  func append(_ batch: EmbeddingBatch) throws(ExportError)

  /// Makes all rows so far lasting together with a state: after an end at any moment either this state is recovered, or
  /// the one before.
  func commit(_ state: ExportState) throws(ExportError)

  /// Completes the output and puts it into its place.
  ///
  /// - Parameter state: The last state that was committed.
  func finish(_ description: VectorDescription, _ state: ExportState) throws(ExportError)

  /// Takes away everything that was begun.
  func discard()
}
