public import BertData
import BertStorage

/// What is wrong with a simple model's options or stored content.
public enum BaselineError: Error, Sendable, Equatable {
  /// An option's value breaks a rule.
  case option(name: String, rule: String)
  /// The options lack the part that the method needs.
  case optionsMissing(method: TrainingMethod)
  /// A list of terms that belongs to the model is not there.
  case vocabularyMissing(String)
  /// A tensor that belongs to the model is not there.
  case tensorMissing(String)
  /// A tensor has another shape than the rest of the model asks for.
  case tensorShape(name: String, expected: [Int], found: [Int])
  /// A tensor holds something that is not a number, or no number that may stand there.
  case tensorValue(name: String)
  /// The method is none of the simple ones.
  case encoderNeeded(method: TrainingMethod)
  /// The method does not learn what the labels of a text are.
  case problem(ProblemType, method: TrainingMethod)
  /// The labels are fewer than two; of several labels a text there is none, or a number has not just one name.
  case labels
  /// The method needs word vectors and none were given.
  case vectorsMissing(method: TrainingMethod)
  /// The method needs a table of token vectors and none was given.
  case tableMissing(method: TrainingMethod)
  /// A text cannot be read by the table of token vectors.
  case unreadable(reason: String)
  /// While the model is learnt it takes more memory than there is; both in bytes.
  case labelsTakeMemory(labels: Int, features: Int, bytes: Int, memory: Int)
  /// Somebody stopped the training.
  case interrupted
}

extension BaselineError: CustomStringConvertible {
  /// One line: what is wrong.
  public var description: String {
    switch self {
    case .option(let name, let rule): "\(name) must be \(rule)"
    case .optionsMissing(let method): "the options of \(method.rawValue) are missing"
    case .vocabularyMissing(let name): "the terms '\(name)' are missing"
    case .tensorMissing(let name): "the tensor '\(name)' is missing"
    case .tensorShape(let name, let expected, let found):
      "the tensor '\(name)' has the shape \(found), not \(expected)"
    case .tensorValue(let name): "the tensor '\(name)' holds a value that is not valid"
    case .encoderNeeded(let method): "\(method.rawValue) needs an encoder"
    case .problem(let problem, let method): "\(method.rawValue) \(method.refusal(of: problem))"
    case .labels: "a classifier needs at least two labels, or one where a text may have several, and a number one name"
    case .vectorsMissing(let method): "\(method.rawValue) needs word vectors"
    case .tableMissing(let method): "\(method.rawValue) needs a table of token vectors"
    case .unreadable(let reason): reason
    case .labelsTakeMemory(let labels, let features, let bytes, let memory):
      "\(Counted(labels, "label")) times \(Counted(features, "feature")) take about \(Figures.bytes(bytes)) of memory while they "
        + "are learnt, and there are \(Figures.bytes(memory)): are the labels ids?"
    case .interrupted: "interrupted"
    }
  }
}
