import BertArrow
import BertFT
import BertStorage

/// A model that answers the rows of a stream.
protocol StreamAnswering {
  /// The answer to a row.
  associatedtype Answer

  /// The answers, in the order of the questions.
  ///
  /// - Throws: An `InferenceError`; one row alone may be the cause.
  mutating func answers(to questions: [StreamedRow.Question]) throws -> [Answer]

  /// The members of an answer's object, without the text.
  func members(_ answer: Answer) -> [(String, JSONValue)]

  /// Whether an answer's object has the text, as `predict` writes it.
  var tellsText: Bool { get }

  /// The columns of the answers in Arrow's format.
  var fields: [ArrowField] { get }

  /// The values of the columns; nil for a row without an answer.
  func values(_ answers: [Answer?]) -> [ArrowValues]

  /// The bytes of an answer's columns of fixed width.
  var bytesPerRow: Int { get }

  /// The settings that the answers depend on, for comparing one process with another.
  var facts: [(key: String, value: String)] { get }

  /// Questions whose answers distinguish models; the first list that the model can answer is used.
  var probes: [[StreamedRow.Question]] { get }
}

extension StreamAnswering {
  var bytesPerRow: Int { 0 }

  /// A sentence, and for models of pairs the sentence with itself.
  var probes: [[StreamedRow.Question]] {
    let sentence = "The quick brown fox jumps over the lazy dog, 1234567890 times."
    return [nil, sentence].map { [StreamedRow.Question(Example(text: sentence, pair: $0, line: 0))] }
  }
}
