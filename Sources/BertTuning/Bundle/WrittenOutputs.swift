package import BertData
import BertEncoder

/// What the outputs of a written model are, which says the class of transformers that loads it.
package enum WrittenOutputs: Sendable {
  /// Answers of a text, by a rule.
  case texts(OutputRule)
  /// Classes of each token.
  case tokens
  /// Answers to several questions about a text. transformers has no class for them, so that the directory names the
  /// encoder's.
  case questions

  /// How the outputs become an answer of a text; nil where they are none.
  var rule: OutputRule? { if case .texts(let rule) = self { rule } else { nil } }

  func className(_ architecture: Architecture) -> String {
    switch self {
    case .texts: architecture.classifierClassName
    case .tokens: architecture.tokenClassifierClassName
    case .questions: architecture.encoderClassName
    }
  }
}
