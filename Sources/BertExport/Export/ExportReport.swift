/// What an export has done.
public struct ExportReport: Sendable, Equatable {
  /// Vectors written, including those of a run that was resumed.
  public internal(set) var rows = 0
  /// Of these, vectors that an unfinished run had written.
  public internal(set) var resumed = 0
  /// Values of one vector.
  public internal(set) var dimensions = 0
  /// Tokens of all rows, special ones included.
  public internal(set) var tokens = 0
  /// Texts that were cut to the maximum length.
  public internal(set) var truncated = 0
  /// Vectors that were computed; the others are those of repeated texts.
  public internal(set) var encoded = 0
  /// How much of the input is done, from 0 to 1; nil where its end is not known.
  public internal(set) var fraction: Double?
  /// Wall-clock time from the first row read to the file in place.
  public internal(set) var seconds = 0.0

  /// Rows a second of this run.
  public var rowsPerSecond: Double { seconds > 0 ? Double(rows - resumed) / seconds : 0 }
}
