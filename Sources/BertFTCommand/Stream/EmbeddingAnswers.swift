import BertArrow
import BertFT
import BertStorage

/// Answers texts with their vectors.
struct EmbeddingAnswers: StreamAnswering {
  let embedder: TextEmbedder
  /// The model's name on the command line.
  let model: String
  /// The vectors of recent texts, for texts that are repeated.
  private var memory = SequenceMemory(limit: 16 << 20)

  init(_ embedder: TextEmbedder, model: String) {
    self.embedder = embedder
    self.model = model
  }

  mutating func answers(to questions: [StreamedRow.Question]) throws -> [ArraySlice<Float>] {
    let vectors = try embedder.embed(
      questions.map(\.example), memory: &memory, isCancelled: { false }, progress: { _ in })
    return questions.indices.map { vectors[$0] }
  }

  func members(_ answer: ArraySlice<Float>) -> [(String, JSONValue)] {
    [("embedding", .array(answer.map { .float($0) }))]
  }

  var tellsText: Bool { false }

  var fields: [ArrowField] { [ArrowField("vector", .vector(embedder.dimensions))] }

  func values(_ answers: [ArraySlice<Float>?]) -> [ArrowValues] {
    let dimensions = embedder.dimensions, none = [Float](repeating: 0, count: dimensions)[...]
    var values: [Float] = []
    values.reserveCapacity(answers.count * dimensions)
    for answer in answers { values += answer ?? none }
    return [ArrowValues(.vector(values, width: dimensions), isPresent: answers.map { $0 != nil })]
  }

  var bytesPerRow: Int { 4 * embedder.dimensions }

  var facts: [(key: String, value: String)] {
    [
      ("model", model), ("pooling", embedder.pooling.map(\.rawValue).joined(separator: "+")),
      ("normalized", "\(embedder.normalizes)"), ("prompt", embedder.prompt),
      ("max_length", "\(embedder.maxLength)"), ("precision", embedder.precision.rawValue),
    ]
  }

  var probes: [[StreamedRow.Question]] {
    [embedder.probes.map { StreamedRow.Question(Example(text: $0, line: 0)) }]
  }
}
