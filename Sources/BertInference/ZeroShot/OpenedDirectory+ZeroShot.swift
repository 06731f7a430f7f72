import BertData
import Foundation

extension OpenedDirectory {
  /// Whether there is a classifier of pairs that was trained to tell what follows from what.
  ///
  /// - Throws: What is wrong with the labels of a classifier.
  package var hasEntailmentHead: Bool { get throws(InferenceError) { try entailmentOutputs() != nil } }

  /// Whether there is nothing in the directory that was trained to answer.
  package var answersNothing: Bool {
    guard record == nil, let model else { return false }
    return !model.hasClassifier && !model.hasTokenClassifier
  }

  /// Which outputs of such a classifier say so; nil of every other model.
  func entailmentOutputs() throws(InferenceError) -> EntailmentOutputs? {
    guard let model, record?.tasks == nil, record?.text?.pairs ?? true, model.hasClassifier else { return nil }
    let answers = try model.answers()
    return answers.rule.problem == .singleLabel ? EntailmentOutputs(labels: answers.labels) : nil
  }

  /// The encoder of a directory that answers nothing by itself.
  ///
  /// - Throws: `hasOwnLabels`.
  func encoderAlone() throws(InferenceError) -> PretrainedModel {
    guard let model, answersNothing else {
      throw .hasOwnLabels(path: url.path, labels: try ownAnswers())
    }
    return model
  }

  /// The labels that the model has learnt; of several questions their names.
  private func ownAnswers() throws(InferenceError) -> [String] {
    if let record { return record.tasks?.map(\.name) ?? record.labels }
    guard let model else { return [] }
    return model.hasTokenClassifier ? try model.tokenClassLabels() : try model.classifierLabels()
  }
}

extension PretrainedModel {
  /// Whether sentence-transformers' files lie beside the encoder: it was trained to compare sentences.
  var comparesSentences: Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent("modules.json").path)
  }
}
