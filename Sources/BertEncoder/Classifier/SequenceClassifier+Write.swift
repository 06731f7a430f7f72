package import BertCheckpoint

extension SequenceClassifier {
  /// The parameters as tensors under their usual names, to be written as a checkpoint.
  package var tensorSources: [TensorSource] {
    parameters.map { $0.source() }
  }

  /// The same of a model that has the head of one question, under the names of a model that never had another.
  package func tensorSources(of question: QuestionOutputs) -> [TensorSource] {
    parameters.map { parameter in
      let name = parameter.name
      return parameter.source(
        named: name.hasPrefix(question.prefix) ? String(name.dropFirst(question.prefix.count)) : name)
    }
  }
}
