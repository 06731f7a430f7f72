package import BertData
import BertEncoder

/// What the outputs of a written model are. They decide which class of transformers loads it.
package enum WrittenOutputs: Sendable {
  /// The answer to a text, by a rule.
  case texts(OutputRule)
  /// Classes of each token.
  case tokens
  /// Answers to several questions about a text. transformers has no class for them, so the configuration names that of
  /// the bare encoder.
  case questions

  /// How the outputs become the answer to a text; nil for other outputs.
  var rule: OutputRule? { if case .texts(let rule) = self { rule } else { nil } }

  /// The name of the class of transformers.
  func className(_ architecture: Architecture) -> String {
    switch self {
    case .texts: architecture.classifierClassName
    case .tokens: architecture.tokenClassifierClassName
    case .questions: architecture.encoderClassName
    }
  }
}
