import BertFT
import BertStorage

/// Shows a catalogue, for people as a table and for programs as JSON.
enum CatalogueListing {
  /// One line of the catalogue.
  struct Entry {
    let name: String
    let summary: String
    let licence: String
    let bytes: Int
    let sha256: String
    let isCached: Bool
    /// Members that only this catalogue has.
    let more: [(String, JSONValue)]
    let files: [CatalogueFile]
  }

  /// Prints the entries.
  ///
  /// - Parameters:
  ///   - entries: The entries, in the order in which they are printed.
  ///   - member: The name of the list in the JSON object.
  ///   - json: Whether to print one JSON object instead of a table.
  static func print(_ entries: [Entry], member: String, json: Bool) throws(CommandFailure) {
    var output = StandardOutput()
    if json {
      try output.writeLine(JSONValue.object([(member, .array(entries.map(object)))]).line)
    } else {
      var table = Table(["name", "size", "here", "SHA-256", "licence", "what it is"], leftAligned: [0, 2, 3, 4, 5])
      for entry in entries {
        table.add([
          entry.name, Figures.bytes(entry.bytes), entry.isCached ? "yes" : "no", entry.sha256.prefix(12) + "…",
          entry.licence, entry.summary,
        ])
      }
      for line in table.lines { try output.writeLine(line) }
    }
    try output.flush()
  }

  private static func object(_ entry: Entry) -> JSONValue {
    let files: [JSONValue] = entry.files.map {
      ["path": .string($0.path), "bytes": .integer($0.size), "sha256": .string($0.sha256)]
    }
    return .object(
      [
        ("name", .string(entry.name)), ("summary", .string(entry.summary)), ("licence", .string(entry.licence)),
        ("bytes", .integer(entry.bytes)), ("sha256", .string(entry.sha256)), ("cached", .bool(entry.isCached)),
      ] + entry.more + [("files", .array(files))])
  }
}
