import BertArrow
import BertFT
import BertStorage

/// What answers the rows of a stream.
protocol StreamAnswering {
  /// What a row is answered with.
  associatedtype Answer

  /// The answers, in the order of the questions.
  ///
  /// - Throws: An `InferenceError`, which may be that of one row.
  mutating func answers(to questions: [StreamedRow.Question]) throws -> [Answer]

  /// The members of an answer's object, the text left out.
  func members(_ answer: Answer) -> [(String, JSONValue)]

  /// Whether an answer's object has the text, as `predict` writes it.
  var tellsText: Bool { get }

  /// The columns of answers.
  var fields: [ArrowField] { get }

  /// The values of the columns; nil for a row without an answer.
  func values(_ answers: [Answer?]) -> [ArrowValues]

  /// The bytes of an answer in its columns, as far as they do not depend on it.
  var bytesPerRow: Int { get }

  /// What the answers are made with, for whoever compares one process with another.
  var facts: [(key: String, value: String)] { get }

  /// Questions whose answers tell models apart: the first that the model can answer count.
  var probes: [[StreamedRow.Question]] { get }
}

extension StreamAnswering {
  var bytesPerRow: Int { 0 }

  /// A sentence, and for models of pairs the sentence twice.
  var probes: [[StreamedRow.Question]] {
    let sentence = "The quick brown fox jumps over the lazy dog, 1234567890 times."
    return [nil, sentence].map { [StreamedRow.Question(Example(text: sentence, pair: $0, line: 0))] }
  }
}
