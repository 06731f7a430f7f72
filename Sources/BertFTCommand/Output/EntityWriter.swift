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

  /// Writes texts and hands them over.
  ///
  /// - Parameter rows: The rows that gave them, where something travels along.
  mutating func write(_ texts: [TaggedText], of rows: [Example] = []) throws {
    for (place, text) in texts.enumerated() {
      let members = rows.isEmpty ? [] : try heading.members(rows[place])
      try output.write(
        JSONValue.object(members + [("text", .string(text.text)), ("entities", text.entityList)]).line)
    }
    try output.handOver()
  }

  /// Ends the output; a file takes its place.
  consuming func finish() throws { try output.finish() }
}
