public import BertData
import BertEncoder
import BertInference
import Foundation

/// What a model predicts for a text, by which int8 and fp32 are compared.
public enum QuantizedAnswer: Sendable {
  /// Nothing but the encoder's vectors.
  case vectors
  /// One question: its labels in order, and how outputs become an answer.
  case question(labels: [String], rule: OutputRule)
  /// Several questions, each with its rule.
  case questions([QuestionLabels], rules: [OutputRule])
  /// Labels of tokens: the names of the classes in order.
  case tokens(labels: [String])
}

extension QuantizedAnswer {
  /// What the model in a directory predicts.
  ///
  /// - Parameters:
  ///   - directory: The opened directory.
  ///   - model: Its encoder.
  /// - Throws: `headNotTrained` and the other errors of opening a classifier.
  init(_ directory: OpenedDirectory, _ model: PretrainedModel) throws(InferenceError) {
    if directory.record?.tasks != nil {
      let parts = try directory.questions().questions
      self = .questions(parts.map(\.labels), rules: parts.map(\.rule))
    } else if model.task == .tokenClassification {
      let labels = try model.tokenClassLabels()
      try directory.requireLabels(labels)
      self = .tokens(labels: labels)
    } else if directory.isEncoder {
      self = .vectors
    } else {
      let (labels, rule) = try model.answers()
      try directory.requireLabels(labels)
      self = .question(
        labels: labels, rule: try rule.with(directory.record, labels: labels.count, path: directory.url.path))
    }
  }

  /// The head that answers, and its outputs, C; nil for the encoder alone.
  var head: (kind: HeadKind, classes: Int)? {
    switch self {
    case .vectors: nil
    case .question(let labels, _): (.sequence, labels.count)
    case .questions(let questions, _):
      (
        .questions(questions.map { QuestionOutputs(name: $0.name, classes: $0.outputs) }),
        questions.columns.last?.upperBound ?? 0
      )
    case .tokens(let labels): (.token, labels.count)
    }
  }
}
