import BertFT
import BertStorage

/// Writes the entities of texts, one text a line.
struct EntityWriter: ~Copyable {
  private let heading: RowHeading
  private var output: ResultLines

  init(heading: RowHeading, to path: String?) throws {
    self.heading = heading
    output = try ResultLines(path: path)
  }

  /// Writes texts with their entities, and hands the lines over to the output.
  ///
  /// - Parameters:
  ///   - texts: The texts with their entities.
  ///   - rows: The rows of the texts where columns are copied; else empty.
  mutating func write(_ texts: [TaggedText], of rows: [Example] = []) throws {
    for (place, text) in texts.enumerated() {
      let members = rows.isEmpty ? [] : try heading.members(rows[place])
      try output.write(
        JSONValue.object(members + [("text", .string(text.text)), ("entities", text.entityList)]).line)
    }
    try output.handOver()
  }

  /// Ends the output; a file moves into its place.
  consuming func finish() throws { try output.finish() }
}
