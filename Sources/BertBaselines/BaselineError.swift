public import BertData
import BertStorage

/// Errors of a simple model's options or stored content.
public enum BaselineError: Error, Sendable, Equatable {
  /// An option's value breaks a rule.
  case option(name: String, rule: String)
  /// The options that the method needs are missing.
  case optionsMissing(method: TrainingMethod)
  /// A vocabulary of the model is missing.
  case vocabularyMissing(String)
  /// A tensor of the model is missing.
  case tensorMissing(String)
  /// A tensor's shape does not fit the rest of the model.
  case tensorShape(name: String, expected: [Int], found: [Int])
  /// A tensor has a value that is not finite or not allowed.
  case tensorValue(name: String)
  /// The method needs an encoder, so it is not a simple model.
  case encoderNeeded(method: TrainingMethod)
  /// The method does not support the problem.
  case problem(ProblemType, method: TrainingMethod)
  /// Wrong labels: fewer than two for one label a text, none for several, or other than one name for a number.
  case labels
  /// The method needs word vectors, which are missing.
  case vectorsMissing(method: TrainingMethod)
  /// The method needs a table of token vectors, which is missing.
  case tableMissing(method: TrainingMethod)
  /// The table of token vectors cannot be applied to a text.
  case unreadable(reason: String)
  /// Fitting the model takes more memory than the machine has; both in bytes.
  case labelsTakeMemory(labels: Int, features: Int, bytes: Int, memory: Int)
  /// The loss or the weights are no longer finite numbers.
  case diverged(step: Int, learningRate: Double)
  /// The training was cancelled.
  case interrupted
}

extension BaselineError: CustomStringConvertible {
  /// One line: what is wrong.
  public var description: String {
    switch self {
    case .option(let name, let rule): "\(name) must be \(rule)"
    case .optionsMissing(let method): "the options of \(method.rawValue) are missing"
    case .vocabularyMissing(let name): "the vocabulary '\(name)' is missing"
    case .tensorMissing(let name): "the tensor '\(name)' is missing"
    case .tensorShape(let name, let expected, let found):
      "the tensor '\(name)' has the shape \(found), not \(expected)"
    case .tensorValue(let name): "the tensor '\(name)' holds a value that is not valid"
    case .encoderNeeded(let method): "\(method.rawValue) needs an encoder"
    case .problem(let problem, let method): "\(method.rawValue) \(method.refusal(of: problem))"
    case .labels:
      "the labels must be at least two, or one where a text may have several, or just the one name of a number"
    case .vectorsMissing(let method): "\(method.rawValue) needs word vectors"
    case .tableMissing(let method): "\(method.rawValue) needs a table of token vectors"
    case .unreadable(let reason): reason
    case .labelsTakeMemory(let labels, let features, let bytes, let memory):
      "\(Counted(labels, "label")) times \(Counted(features, "feature")) take about \(Figures.bytes(bytes)) of memory "
        + "while the model is fitted, and there are \(Figures.bytes(memory)): are the labels ids?"
    case .diverged(let step, let rate):
      "the loss is no longer a number at step \(step) (learning rate \(rate))"
    case .interrupted: "interrupted"
    }
  }
}
