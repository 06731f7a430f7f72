import BertFT
import BertStorage

/// Writes the entities of texts to standard output, one text a line.
struct EntityWriter {
  private var output = StandardOutput()

  /// Writes texts and hands them over.
  mutating func write(_ texts: [TaggedText]) throws(CommandFailure) {
    for text in texts {
      let entities = text.entities.map { entity -> JSONValue in
        [
          "start": .integer(entity.range.lowerBound), "end": .integer(entity.range.upperBound),
          "label": .string(entity.label), "text": .string(entity.text), "score": .float(Float(entity.score)),
        ]
      }
      let line: JSONValue = ["text": .string(text.text), "entities": .array(entities)]
      try output.writeLine(line.line)
    }
    try output.flush()
  }
}
