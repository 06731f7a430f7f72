public import BertCheckpoint
public import BertEncoder
public import BertStorage
public import BertText

/// Why a model cannot be opened or cannot predict: the broken rule, the place, and what to do next.
public enum InferenceError: Error, Sendable {
  /// An option's value breaks a rule.
  case option(name: String, value: String, rule: String)
  /// This processor lacks instructions that the kernels need.
  case unsupportedProcessor(requirement: String)

  // The directory of a model or a bundle.
  /// A required file does not exist.
  case fileMissing(path: String, remedy: String)
  /// A file exists and cannot be read.
  case file(FileError)
  /// A file is not what it should be.
  case fileMalformed(path: String, reason: String)
  /// Weights could not be read.
  case checkpoint(CheckpointError)
  /// The tokenizer could not be read.
  case tokenizer(path: String, TokenizerError)
  /// The directory holds a table of token vectors, and an encoder is needed.
  case noEncoder(path: String)
  /// The encoder could not be made.
  case model(path: String, ModelError)
  /// The head that predicts was not trained: some of its tensors are absent, or they belong to another task.
  case headNotTrained(path: String, absent: [String], purpose: String)
  /// The checkpoint classifies tokens, and a classifier of texts is asked for.
  case labelsTokens(path: String, purpose: String)
  /// The checkpoint does not classify tokens, and one that does is asked for.
  case labelsTexts(path: String, purpose: String)
  /// The bundle has several tasks, and a classifier of one is asked for.
  case answersSeveral(path: String, questions: [String])
  /// The model was trained for labels or tasks of its own, and other labels are asked for.
  case hasOwnLabels(path: String, labels: [String])
  /// Several labels a text are asked for by their descriptions, which needs an entailment head.
  case oneLabelEach(path: String)
  /// Scores are to be corrected by their mean over the rows, and there are fewer than two rows.
  case tooFewForPrior(rows: Int)
  /// Scores are to be corrected by their mean, and the model predicts several labels a text, whose scores do not add up
  /// to 1.
  case priorOfSeveral
  /// Two models cannot form a cascade. `path` is the bundle that predicts first.
  case cascadeUnfit(path: String, reason: String)
  /// The bundle has no score from which it predicts in place of another model.
  case cascadeUnknown(path: String)
  /// The model's `problem_type` is not supported.
  case unsupportedProblem(path: String, type: String)
  /// A step of a sentence-transformers model, or such a model as a whole, is not supported. `reason` continues the
  /// sentence after the name: "is …", "has …".
  case unsupportedModule(path: String, module: String, reason: String)
  /// The model has no prompt of this name.
  case unknownPrompt(name: String, known: [String])
  /// A tokenizer file differs from the one that the model was trained with.
  case tokenizerChanged(path: String)
  /// The bundle was written by a newer program.
  case newerFormat(path: String, found: Int, known: Int)

  // The rows.
  /// There are no rows.
  case noRows(part: String)
  /// A row has no label although one is needed.
  case unlabelledRow(line: Int)
  /// The labels of the data are not those of the classifier.
  case labelsDiffer(data: [String], classifier: [String])
  /// The model was trained on pairs of texts, and a row has one text.
  case pairMissing(line: Int)
  /// The model was trained on single texts, and a row has two.
  case pairUnexpected(line: Int)
  /// The model cannot read the tokens of a text.
  case unreadableTokens(UnreadableTokens, line: Int)
  /// The prediction or vector of a row has a value that is not finite.
  case notFinite(line: Int)
  /// The person stopped the work.
  case interrupted
}

extension InferenceError: FileFailure {
  package init(_ error: FileError) { self = .file(error) }
}

extension InferenceError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .option, .unknownPrompt, .hasOwnLabels, .oneLabelEach, .priorOfSeveral: .usage
    case .unsupportedProcessor: .unavailable
    case .fileMissing: .inputMissing
    case .file(let error): error.code
    case .fileMalformed, .noEncoder, .cascadeUnfit, .cascadeUnknown, .headNotTrained, .labelsTokens, .labelsTexts,
      .answersSeveral, .unsupportedProblem, .unsupportedModule, .tokenizerChanged, .newerFormat, .tooFewForPrior,
      .noRows, .unlabelledRow, .labelsDiffer, .pairMissing, .pairUnexpected, .unreadableTokens, .notFinite:
      .badData
    case .checkpoint(let error): error.code
    case .tokenizer(_, let error): error.code
    case .model(_, let error): error.code
    case .interrupted: .interrupted
    }
  }

  /// The underlying error of the file, the checkpoint, the tokenizer or the model; nil for other errors.
  public var cause: (any Error)? {
    switch self {
    case .checkpoint(let error): error
    case .file(let error): error
    case .tokenizer(_, let error): error
    case .model(_, let error): error
    default: nil
    }
  }
}
