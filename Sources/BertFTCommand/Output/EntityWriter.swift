import BertFT
import BertStorage

/// Writes the entities of texts to standard output, one text a line.
struct EntityWriter {
  private var output = StandardOutput()

  /// Writes texts and hands them over.
  mutating func write(_ texts: [TaggedText]) throws(CommandFailure) {
    for text in texts {
      let line: JSONValue = ["text": .string(text.text), "entities": text.entityList]
      try output.writeLine(line.line)
    }
    try output.flush()
  }
}
