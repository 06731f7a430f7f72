package import BertData
package import BertEncoder
import BertStorage
import Foundation

extension PretrainedModel {
  /// Whether the checkpoint has all tensors of a trained classifier of texts.
  package var hasClassifier: Bool { isForTexts && names.absentHead.isEmpty }

  /// Whether the checkpoint has a trained classifier of tokens.
  package var hasTokenClassifier: Bool { task == .tokenClassification && names.absentHead.isEmpty }

  /// Whether the checkpoint is an encoder without a trained head.
  package var isEncoder: Bool {
    guard task == .encoder || task == nil && names.otherHeads.isEmpty else { return false }
    return !names.head.contains { $0.isClassifier && $0.state != .absent }
  }

  /// Whether a classifier in the checkpoint can be one of texts. Classifiers of tokens and of choices have the same
  /// tensor names, so the class in `config.json` decides.
  package var isForTexts: Bool {
    switch task {
    case nil, .encoder, .sequenceClassification, .maskedLanguageModel, .causalLanguageModel, .nextSentence: true
    case .tokenClassification, .questionAnswering, .multipleChoice, .other: false
    }
  }

  /// A description of the checkpoint's task: by its class, or by its tensors where `config.json` names no class.
  package var purpose: String {
    if let task, let className { return "\(task.name) (\(className))" }
    return names.otherHeads.isEmpty ? "encoding texts, without a head" : names.otherHeads.joined(separator: ", ")
  }

  /// Refuses a checkpoint whose head was not trained to classify texts, because its predictions would be random.
  ///
  /// - Throws: `headNotTrained`, which names the absent tensors and the checkpoint's task; `labelsTokens` for a
  ///   classifier of tokens; `model` where the encoder itself lacks tensors.
  package func requireClassifier() throws(InferenceError) {
    do {
      try names.requireEncoder(of: checkpoint)
    } catch {
      throw .model(path: url.path, error)
    }
    guard !hasClassifier else { return }
    if hasTokenClassifier { throw .labelsTokens(path: url.path, purpose: purpose) }
    throw .headNotTrained(path: url.path, absent: names.absentHead.map(\.name), purpose: purpose)
  }

  /// Refuses a checkpoint that lacks the head of a task, because its predictions would be random.
  ///
  /// - Throws: `headNotTrained`, `model`.
  package func requireHeads(of questions: [QuestionOutputs]) throws(InferenceError) {
    let names: CheckpointNames
    do {
      names = try CheckpointNames(checkpoint, configuration: configuration, classes: nil, head: .questions(questions))
      try names.requireEncoder(of: checkpoint)
    } catch {
      throw .model(path: url.path, error)
    }
    guard names.absentHead.isEmpty else {
      throw .headNotTrained(path: url.path, absent: names.absentHead.map(\.name), purpose: purpose)
    }
  }

  /// The names of the classes in the order of the classifier's rows, by transformers' rules: `id2label`, or
  /// `LABEL_0`… for as many rows as the classifier has.
  ///
  /// - Throws: `headNotTrained`, `labelsTokens`, `model`; `unsupportedProblem` for an unknown problem, and for a
  ///   regression of several numbers; `fileMalformed` where the labels do not fit the classifier.
  package func classifierLabels() throws(InferenceError) -> [String] { try answers().labels }

  /// The names of the outputs and how they become a prediction: by `problem_type`. Where `config.json` has none, one
  /// output is a number, and several are the scores of one label.
  ///
  /// - Throws: what ``classifierLabels()`` throws.
  package func answers() throws(InferenceError) -> (labels: [String], rule: OutputRule) {
    try requireClassifier()
    let path = configurationPath
    guard let rows = CheckpointNames.classifierRows(checkpoint, configuration) else {
      throw .headNotTrained(path: url.path, absent: [], purpose: purpose)
    }
    let problem = try problem(outputs: rows)
    let labels = try LabelNames(document["id2label"], classes: rows, path: path).names
    guard problem == .regression else { return (labels, .usual(problem, labels: rows)) }
    return (labels, .regression(isLogistic: try isLogistic()))
  }

  private var configurationPath: String { configurationFile.path }

  private func problem(outputs: Int) throws(InferenceError) -> ProblemType {
    let stated = document["problem_type"] ?? .null
    guard stated != .null else { return outputs == 1 ? .regression : .singleLabel }
    guard let name = stated.string, let problem = ProblemType(rawValue: name) else {
      throw .unsupportedProblem(path: configurationPath, type: stated.string ?? stated.line)
    }
    switch problem {
    case .regression where outputs > 1:
      throw .unsupportedProblem(path: configurationPath, type: "\(name) with \(outputs) numbers")
    case .singleLabel where outputs == 1:
      throw .unsupportedProblem(path: configurationPath, type: "\(name) with one label")
    default: return problem
    }
  }

  /// Whether the single output goes through the logistic function. The files of rerankers name the activation. Where
  /// they do not, it is the logistic function unless `problem_type` says that the output is a regression, as in
  /// sentence-transformers and in the pipeline of transformers.
  private func isLogistic() throws(InferenceError) -> Bool {
    for key in RerankerActivation.keys(in: document) {
      guard let name = key.value.string else { continue }
      guard let activation = RerankerActivation(className: name) else {
        throw .unsupportedProblem(path: configurationPath, type: "a number after \(name)")
      }
      return activation == .sigmoid
    }
    return document["problem_type"]?.string == nil
  }

  /// The names of the classes of tokens, such as `B-PER`, in the order of the classifier's rows.
  ///
  /// - Throws: `labelsTexts` for a checkpoint of another task; `headNotTrained`; `fileMalformed` where the labels do
  ///   not fit the classifier; `model` where the encoder itself lacks tensors.
  package func tokenClassLabels() throws(InferenceError) -> [String] {
    guard task == .tokenClassification else { throw .labelsTexts(path: url.path, purpose: purpose) }
    do {
      try names.requireEncoder(of: checkpoint)
    } catch {
      throw .model(path: url.path, error)
    }
    guard hasTokenClassifier, let rows = CheckpointNames.classifierRows(checkpoint, configuration, head: .token) else {
      throw .headNotTrained(path: url.path, absent: names.absentHead.map(\.name), purpose: purpose)
    }
    return try LabelNames(document["id2label"], classes: rows, path: configurationPath).names
  }
}
