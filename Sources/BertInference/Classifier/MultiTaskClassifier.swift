public import BertData
public import BertEncoder
package import BertKernels
public import Foundation

/// A trained model for several tasks: one encoder with a head for each task, here called question.
///
/// It is loaded from a bundle that `bertft train --task NAME=COLUMN …` wrote. Several threads may call it; the calls
/// are computed one after another.
public final class MultiTaskClassifier: Sendable {
  /// The tasks with their labels, in the order of their outputs.
  public let questions: [QuestionLabels]
  /// How the logits of each task become scores and a prediction.
  public let rules: [OutputRule]
  /// The bundle's record: how the model was trained.
  public let record: BundleRecord
  /// The most tokens of a text that are read.
  public var maxLength: Int { outputs.maxLength }
  /// The number format that the encoder computes in.
  public var precision: Precision { outputs.precision }
  /// Notes for people about the model's files, one line each.
  public let notes: [String]

  private let outputs: EncoderOutputs

  /// Loads a bundle.
  ///
  /// - Parameters:
  ///   - url: a bundle of several tasks.
  ///   - threads: threads to compute with; nil for all cores.
  ///   - precision: the number format that the encoder computes in; nil for the format of the stored weights.
  /// - Throws: an ``InferenceError`` that names the file and what is wrong with it.
  public convenience init(
    contentsOf url: URL, threads: Int? = nil, precision: Precision? = nil
  ) throws(InferenceError) {
    try self.init(contentsOf: url, compute: .ready(threads: threads), precision: precision)
  }

  package convenience init(
    contentsOf url: URL, compute: Compute, precision: Precision? = nil
  ) throws(InferenceError) {
    try self.init(OpenedDirectory(at: url), compute: compute, precision: precision)
  }

  package init(
    _ directory: OpenedDirectory, compute: Compute, precision: Precision? = nil
  ) throws(InferenceError) {
    let (model, record, parts) = try directory.questions()
    self.record = record
    questions = parts.map(\.labels)
    rules = parts.map(\.rule)
    outputs = try EncoderOutputs(
      model, head: .questions(questions.map { QuestionOutputs(name: $0.name, classes: $0.outputs) }),
      classes: questions.columns.last?.upperBound ?? 0, text: record.text, compute: compute, precision: precision)
    notes = directory.notes
  }

  /// The predictions for texts, in the order of the texts.
  ///
  /// - Throws: what ``predict(_:isCancelled:)`` throws; a text's line is its number, from 1.
  public func predict(_ texts: [String]) throws(InferenceError) -> [QuestionPredictions] {
    try predict(texts.enumerated().map { Example(text: $0.element, line: $0.offset + 1) })
  }

  /// The predictions for rows, which may be pairs of texts, in their order.
  ///
  /// - Parameters:
  ///   - examples: the rows.
  ///   - isCancelled: called before each batch.
  /// - Throws: `interrupted`; `pairMissing`, `pairUnexpected`, `unreadableTokens` or `notFinite` for a row that has no
  ///   prediction.
  public func predict(
    _ examples: [Example], isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> [QuestionPredictions] {
    let encoded = try examples.map { row throws(InferenceError) in try outputs.encode(row) }
    let answers = try answers(encoded, isCancelled: isCancelled)
    for (example, answer) in zip(examples, answers) where !answer.isFinite {
      throw .notFinite(line: example.line)
    }
    return answers
  }

  /// The predictions for texts that are tokenized already.
  private func answers(
    _ encoded: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(InferenceError) -> [QuestionPredictions] {
    let logits: [Double]
    do {
      logits = try outputs.logits(encoded, isCancelled: isCancelled)
    } catch {
      throw .interrupted
    }
    let columns = questions.columns, width = columns.last?.upperBound ?? 0
    return encoded.indices.map { row in
      QuestionPredictions(
        questions: questions.map(\.name),
        answers: questions.indices.map { question in
          let own = columns[question]
          return Prediction(
            labels: questions[question].labels.names,
            logits: Array(logits[row * width + own.lowerBound..<row * width + own.upperBound]), rule: rules[question])
        })
    }
  }
}

extension MultiTaskClassifier: BatchModel {
  /// Tokenizes a row, which may be a pair of texts.
  ///
  /// - Throws: `pairMissing`, `pairUnexpected`, `unreadableTokens`.
  public func prepare(_ example: Example) throws -> PreparedRow {
    PreparedRow(row: example, encoded: try outputs.encode(example))
  }

  /// The cost of a row: the tokens that are computed for it.
  public func tokenCount(of prepared: PreparedRow) -> Int { prepared.tokenCount }

  /// The predictions for prepared rows, in their order.
  ///
  /// - Throws: `interrupted`.
  public func outputs(for prepared: [PreparedRow], isCancelled: () -> Bool) throws -> [QuestionPredictions] {
    try answers(prepared.compactMap(\.encoded), isCancelled: isCancelled)
  }

  /// Refuses predictions with a score that is not finite.
  ///
  /// - Throws: `notFinite`.
  public func check(_ output: QuestionPredictions) throws {
    guard output.isFinite else { throw InferenceError.notFinite(line: 0) }
  }
}
