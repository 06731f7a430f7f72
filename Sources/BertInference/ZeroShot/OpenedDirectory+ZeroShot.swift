import BertData
import Foundation

extension OpenedDirectory {
  /// Whether the model is a classifier of pairs that was trained on natural language inference.
  ///
  /// - Throws: What ``PretrainedModel/answers()`` throws.
  package var hasEntailmentHead: Bool { get throws(InferenceError) { try entailmentOutputs() != nil } }

  /// Whether the directory is an encoder without a trained head.
  package var answersNothing: Bool {
    guard record == nil, let model else { return false }
    return !model.hasClassifier && !model.hasTokenClassifier
  }

  /// The outputs of such a classifier; nil for every other model.
  func entailmentOutputs() throws(InferenceError) -> EntailmentOutputs? {
    guard let model, record?.tasks == nil, record?.text?.pairs ?? true, model.hasClassifier else { return nil }
    let answers = try model.answers()
    return answers.rule.problem == .singleLabel ? EntailmentOutputs(labels: answers.labels) : nil
  }

  /// The encoder of a directory without a trained head.
  ///
  /// - Throws: `hasOwnLabels`.
  func encoderAlone() throws(InferenceError) -> PretrainedModel {
    guard let model, answersNothing else {
      throw .hasOwnLabels(path: url.path, labels: try ownAnswers())
    }
    return model
  }

  /// The labels that the model was trained for; for several tasks the names of the tasks.
  private func ownAnswers() throws(InferenceError) -> [String] {
    if let record { return record.tasks?.map(\.name) ?? record.labels }
    guard let model else { return [] }
    return model.hasTokenClassifier ? try model.tokenClassLabels() : try model.classifierLabels()
  }
}

extension PretrainedModel {
  /// Whether the encoder has the files of sentence-transformers, and so was trained to compare sentences.
  var comparesSentences: Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent("modules.json").path)
  }
}
