public import BertCheckpoint
public import BertEncoder
public import BertStorage
public import BertText

/// What went wrong between a model's directory and an answer: the rule, the place, and what to do next.
public enum InferenceError: Error, Sendable {
  /// An option's value breaks a rule.
  case option(name: String, value: String, rule: String)
  /// This processor lacks the instructions that the kernels are made of.
  case unsupportedProcessor(requirement: String)

  // The directory of a model or a bundle.
  /// A file that must be there is not.
  case fileMissing(path: String, remedy: String)
  /// A file is there and cannot be read.
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
  /// The head that would have to answer was not trained: tensors of it are absent, or they are those of another task.
  case headNotTrained(path: String, absent: [String], purpose: String)
  /// The checkpoint classifies tokens, and a classifier of texts is asked for.
  case labelsTokens(path: String, purpose: String)
  /// The checkpoint does not classify tokens, and one that does is asked for.
  case labelsTexts(path: String, purpose: String)
  /// The bundle answers several questions, and a classifier of one is asked for.
  case answersSeveral(path: String, questions: [String])
  /// The model has learnt labels, or answers questions, of its own, and other labels are asked for.
  case hasOwnLabels(path: String, labels: [String])
  /// Several labels a text are asked for by their descriptions, which takes an entailment head.
  case oneLabelEach(path: String)
  /// Scores are to be corrected by their mean over the rows, and one row has none.
  case tooFewForPrior(rows: Int)
  /// Scores are to be corrected by their mean, and those of several labels a text are no shares of one.
  case priorOfSeveral
  /// Two models cannot answer one after the other. `path` is the bundle that is asked first.
  case cascadeUnfit(path: String, reason: String)
  /// The bundle does not know from which score on it answers in the place of another model.
  case cascadeUnknown(path: String)
  /// The model's problem is none that is known here.
  case unsupportedProblem(path: String, type: String)
  /// A step of a sentence-transformers model, or such a model as a whole, that is not computed here. `reason` goes on where
  /// the name ends: "is …", "has …".
  case unsupportedModule(path: String, module: String, reason: String)
  /// The prompt's name is none of those that the model has.
  case unknownPrompt(name: String, known: [String])
  /// A tokenizer file differs from the one that the model was trained with.
  case tokenizerChanged(path: String)
  /// The bundle was written by a newer program.
  case newerFormat(path: String, found: Int, known: Int)

  // The rows.
  /// There is nothing to answer.
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
  /// The answer to a row has a value that is not a number.
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
      .answersSeveral, .unsupportedProblem,
      .unsupportedModule,
      .tokenizerChanged, .newerFormat,
      .tooFewForPrior, .noRows, .unlabelledRow, .labelsDiffer, .pairMissing, .pairUnexpected, .unreadableTokens,
      .notFinite:
      .badData
    case .checkpoint(let error): error.code
    case .tokenizer(_, let error): error.code
    case .model(_, let error): error.code
    case .interrupted: .interrupted
    }
  }

  /// The error of the checkpoint, the tokenizer or the model, where it is one.
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
