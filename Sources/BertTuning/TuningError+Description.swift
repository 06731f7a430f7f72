import BertCheckpoint
import BertEncoder
import BertInference
public import BertStorage

extension TuningError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .option, .baselineOption, .outputTaken, .resumeOptionsDiffer: .usage
    case .noRows, .noTestRows, .tooFewLabels, .noEntities, .unlabelledRow, .fileMalformed, .resumeInputDiffers,
      .diverged,
      .alreadyQuantized,
      .agreementTooLow:
      .badData
    case .nothingToResume: .inputMissing
    case .outputBusy: .unavailable
    case .bundleDiffers: .internalError
    // What cannot be written, wherever it was to go, is a failure of the file system.
    case .file(let error): error.code == .badData ? .io : error.code
    case .interrupted: .interrupted
    case .inference(let error): error.code
    case .checkpoint(let error): error.code
    case .model(_, let error): error.code
    }
  }

  /// The error of a lower layer, where it is one.
  public var cause: (any Error)? {
    switch self {
    case .inference(let error): error
    case .checkpoint(let error): error
    case .file(let error): error
    case .model(_, let error): error
    default: nil
    }
  }
}

extension TuningError: FileFailure {
  package init(_ error: FileError) { self = .file(error) }

  /// What opens models and predicts objects to.
  init(_ error: InferenceError) {
    if case .interrupted = error { self = .interrupted(checkpoint: nil) } else { self = .inference(error) }
  }

  /// Runs what opens models and predicts; its errors become this module's.
  static func translating<Value>(_ work: () throws(InferenceError) -> Value) throws(TuningError) -> Value {
    do {
      return try work()
    } catch {
      throw TuningError(error)
    }
  }
}

extension TuningError: CustomStringConvertible {
  /// One or two lines: what is wrong, where, and what to do next.
  public var description: String { Self.joined(problem, remedy) }

  /// What is wrong and what to do next in one line.
  public static func joined(_ problem: String, _ remedy: String?) -> String {
    remedy.map { "\(problem); \($0)" } ?? problem
  }

  /// What is wrong, and where.
  public var problem: String {
    switch self {
    case .option(let name, let value, let rule):
      value.isEmpty ? "\(name) \(rule)" : "\(name) \(value): \(rule)"
    case .baselineOption(let name, let rule):
      "\(name): must be \(rule)"
    case .noRows(let part):
      "the \(part) data has no usable row"
    case .noTestRows(let file, let share):
      "\(file): a test share of \(share) takes no rows, because no label has enough rows"
    case .tooFewLabels(let found):
      "training needs rows of at least two labels, found \(found.isEmpty ? "none" : Self.list(found))"
    case .noEntities:
      "the training rows have no entity, so there is nothing to find"
    case .unlabelledRow(let line):
      "line \(line): the row has no label"
    case .inference(let error):
      error.description
    case .fileMalformed(let path, let reason):
      "\(path): \(reason)"
    case .checkpoint(let error):
      error.description
    case .model(let path, let error):
      "\(path): \(error)"
    case .outputTaken(let path):
      "\(path): exists and is not a bundle, so it is not replaced"
    case .outputBusy(let path):
      "\(path): another run is writing here"
    case .nothingToResume(let path):
      "\(path): no unfinished run to resume"
    case .resumeOptionsDiffer(let path, let names):
      "\(path): the unfinished run was started with other values of \(names.joined(separator: ", "))"
    case .resumeInputDiffers(let path, let what):
      "\(path): the unfinished run was started on \(what)"
    case .diverged(let step, let rate):
      "the loss is no longer a number at step \(step) (learning rate \(rate))"
    case .interrupted(let checkpoint):
      checkpoint.map { "interrupted; the training state is kept in \($0)" } ?? "interrupted"
    case .bundleDiffers(let path, let difference):
      "\(path): the bundle's logits, read back, differ by \(difference) from those of the trained model"
    case .alreadyQuantized(let path):
      "\(path): the weights are int8 already"
    case .agreementTooLow(let agreement, let minimum):
      agreement.words + ", below the minimum agreement of \(minimum); nothing was written"
    case .file(let error):
      error.description
    }
  }

  /// What to do next; nil where the problem says it.
  public var remedy: String? {
    switch self {
    case .option, .baselineOption, .inference, .fileMalformed, .checkpoint, .file, .model: nil
    case .noRows: "check the file and its columns"
    case .noTestRows: "give more rows, or a file for the test"
    case .tooFewLabels: "check the column and the list of the labels"
    case .noEntities: "check that the tags, or the spans, are those of entities"
    case .unlabelledRow: "name the column of the labels"
    case .outputTaken: "choose another place for the output or move it away"
    case .outputBusy: "wait for it to end, or choose another place for the output"
    case .nothingToResume: "start without resuming"
    case .resumeOptionsDiffer: "give the same values, or start again without resuming"
    case .resumeInputDiffers: "give the same input, or start again without resuming"
    case .diverged: "try a lower learning rate"
    case .interrupted(let checkpoint): checkpoint.map { _ in "resume to continue" }
    case .bundleDiffers: "check the disk, and report this"
    case .alreadyQuantized: "give the fp32 model that they were made from"
    case .agreementTooLow: "keep fp32, or allow less agreement"
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
