import BertArrow
import BertFT
import BertStorage

/// Finds the entities of texts.
struct EntityAnswers: StreamAnswering {
  let tagger: TextTagger
  /// The model's name on the command line.
  let model: String

  func answers(to questions: [StreamedRow.Question]) throws -> [TaggedText] {
    try tagger.tag(
      questions.map { question in
        TokenRow(
          question.words.map { .words($0, tags: nil) } ?? .text(question.example.text, entities: nil),
          line: question.example.line)
      })
  }

  func members(_ answer: TaggedText) -> [(String, JSONValue)] { [("entities", answer.entityList)] }

  var tellsText: Bool { true }

  /// A column with a list of entities, each with the members that `predict` writes.
  var fields: [ArrowField] {
    let entity = ArrowField(
      "item",
      .structure([
        ArrowField("start", .int32), ArrowField("end", .int32), ArrowField("label", .utf8), ArrowField("text", .utf8),
        ArrowField("score", .float32),
      ]))
    return [ArrowField("entities", .list(entity))]
  }

  func values(_ answers: [TaggedText?]) -> [ArrowValues] {
    let entities = answers.flatMap { $0?.entities ?? [] }
    let parts = [
      ArrowValues(.int32(entities.map { Int32($0.range.lowerBound) })),
      ArrowValues(.int32(entities.map { Int32($0.range.upperBound) })),
      ArrowValues(.utf8(entities.map(\.label))), ArrowValues(.utf8(entities.map(\.text))),
      ArrowValues(.float32(entities.map { Float($0.score) })),
    ]
    return [
      ArrowValues(
        .list(
          counts: answers.map { $0?.entities.count ?? 0 },
          ArrowValues(.structure(parts, rows: entities.count))),
        isPresent: answers.map { $0 != nil })
    ]
  }

  var facts: [(key: String, value: String)] {
    [("model", model), ("labels", JSONValue.array(tagger.labels.map { .string($0) }).line)]
  }
}
