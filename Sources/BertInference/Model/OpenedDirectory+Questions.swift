package import BertData
import Foundation

extension OpenedDirectory {
  /// The model, the record and the tasks of a bundle for several tasks; a task is here called question.
  ///
  /// - Returns: With each task the rule by which its logits become predictions.
  /// - Throws: `fileMissing` where the directory is not a bundle; `fileMalformed` where its record has no valid list of
  ///   tasks; `headNotTrained` where the weights lack the head of one; `model` where the encoder itself lacks tensors.
  package func questions() throws(InferenceError) -> (
    model: PretrainedModel, record: BundleRecord, questions: [(labels: QuestionLabels, rule: OutputRule)]
  ) {
    let file = url.appendingPathComponent(ClassifierBundle.recordName).path
    guard let record else {
      throw .fileMissing(path: file, remedy: "a bundle of several questions is what training on several writes")
    }
    guard let model, let tasks = record.tasks, let shapes = record.outputs, !tasks.isEmpty,
      Set(tasks.map(\.name)).count == tasks.count
    else {
      throw .fileMalformed(path: file, reason: "its record has no list of tasks, each with a name of its own")
    }
    let questions = try tasks.map { task throws(InferenceError) in try task.question(path: file) }
    try model.requireHeads(of: shapes)
    return (model, record, questions)
  }
}
