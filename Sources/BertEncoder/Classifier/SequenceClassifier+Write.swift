package import BertCheckpoint

extension SequenceClassifier {
  /// The parameters as tensors under their usual names, for writing a checkpoint.
  package var tensorSources: [TensorSource] {
    parameters.map { $0.source() }
  }

  /// The parameters of a model with several questions, with the head of one question only, under the names of a model
  /// with one head.
  package func tensorSources(of question: QuestionOutputs) -> [TensorSource] {
    parameters.map { parameter in
      let name = parameter.name
      return parameter.source(
        named: name.hasPrefix(question.prefix) ? String(name.dropFirst(question.prefix.count)) : name)
    }
  }
}
