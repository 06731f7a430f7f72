/// The task of a checkpoint, by the classes that `config.json` names under `architectures`.
public enum ModelTask: Sendable, Equatable {
  /// An encoder without a head.
  case encoder
  /// One label, several labels or a number for a text or a pair of texts.
  case sequenceClassification
  /// A label for each token, such as names of persons and places.
  case tokenClassification
  /// Predicting masked tokens, as in pre-training.
  case maskedLanguageModel
  /// Predicting the next token.
  case causalLanguageModel
  /// Whether one sentence follows another.
  case nextSentence
  /// Finding the answer to a question in a text.
  case questionAnswering
  /// Which of several answers is right.
  case multipleChoice
  /// A class with none of transformers' usual endings.
  case other

  /// The endings of transformers' class names.
  private static let endings: [(ending: String, task: ModelTask)] = [
    ("ForSequenceClassification", .sequenceClassification), ("ForTokenClassification", .tokenClassification),
    ("ForMaskedLM", .maskedLanguageModel), ("ForPreTraining", .maskedLanguageModel),
    ("WithLMHeadModel", .maskedLanguageModel), ("LMHeadModel", .causalLanguageModel),
    ("ForCausalLM", .causalLanguageModel), ("DoubleHeadsModel", .causalLanguageModel),
    ("ForNextSentencePrediction", .nextSentence), ("ForQuestionAnswering", .questionAnswering),
    ("ForQuestionAnsweringSimple", .questionAnswering), ("ForMultipleChoice", .multipleChoice), ("Model", .encoder),
  ]

  /// The task of a class.
  ///
  /// - Parameter className: The class, such as `BertForTokenClassification`; nil where `config.json` names none.
  init?(className: String?) {
    guard let className else { return nil }
    self = Self.endings.first { className.hasSuffix($0.ending) }?.task ?? .other
  }

  /// The task in words.
  public var name: String {
    switch self {
    case .encoder: "encoding texts, without a head"
    case .sequenceClassification: "sequence classification"
    case .tokenClassification: "token classification"
    case .maskedLanguageModel: "masked language modelling"
    case .causalLanguageModel: "causal language modelling"
    case .nextSentence: "next sentence prediction"
    case .questionAnswering: "question answering"
    case .multipleChoice: "multiple choice"
    case .other: "a task that is not known here"
    }
  }
}
