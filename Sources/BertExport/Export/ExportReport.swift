/// What an export has done.
public struct ExportReport: Sendable, Equatable {
  /// Vectors written.
  public internal(set) var rows = 0
  /// Values of one vector.
  public internal(set) var dimensions = 0
  /// Tokens of all rows, special ones included.
  public internal(set) var tokens = 0
  /// Texts that were cut to the maximum length.
  public internal(set) var truncated = 0
  /// Wall-clock time from the first row read to the file in place.
  public internal(set) var seconds = 0.0

  /// Rows a second.
  public var rowsPerSecond: Double { seconds > 0 ? Double(rows) / seconds : 0 }
}
