package import BertData
import Foundation

extension OpenedDirectory {
  /// The parts of a bundle of several questions: these with how the outputs of each become an answer.
  ///
  /// - Throws: `fileMissing` where the directory is no bundle; `fileMalformed` where its record does not list questions that
  ///   fit each other; `headNotTrained` where the weights lack the head of one.
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
