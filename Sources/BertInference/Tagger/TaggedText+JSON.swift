package import BertStorage

extension TaggedText {
  /// The entities as a JSON list: `[{"start":…,"end":…,"label":…,"text":…,"score":…}]`, with offsets in Unicode
  /// scalars. Scores are written as the single-precision numbers that the model computes with.
  package var entityList: JSONValue {
    .array(
      entities.map { entity in
        [
          "start": .integer(entity.range.lowerBound), "end": .integer(entity.range.upperBound),
          "label": .string(entity.label), "text": .string(entity.text), "score": .float(Float(entity.score)),
        ]
      })
  }
}
