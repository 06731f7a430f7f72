import BertCheckpoint
import BertEncoder
import BertFeatures
import BertInference
public import BertStorage

extension TuningError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .option, .baselineOption, .forSeveralQuestions, .outputTaken, .searchTaken, .finishedOtherwise,
      .resumeOptionsDiffer:
      .usage
    case .noRows, .noTestRows, .tooFewLabels, .tooFewNumbers, .labelsTakeMemory, .noEntities, .unlabelledRow,
      .fileMalformed,
      .resumeInputDiffers,
      .journalDamaged,
      .diverged,
      .alreadyQuantized,
      .agreementTooLow, .cascadeUnfit, .targetUnfit, .sourceUnfit, .unlabelledUnfit, .maskingUnfit,
      .vectorsUnfit, .pairsUnfit, .studentUnfit:
      .badData
    case .nothingToResume: .inputMissing
    case .outputBusy: .tryAgain
    case .bundleDiffers: .internalError
    // An error of writing is a failure of the file system, never bad data.
    case .file(let error): error.code == .badData ? .io : error.code
    case .interrupted: .interrupted
    case .inference(let error): error.code
    case .vectors(let error): error.code
    case .vectorRows(let error): error.code
    case .checkpoint(let error): error.code
    case .model(_, let error): error.code
    case .parallel(let error): error.code
    }
  }

  /// The error of a lower layer, where it is one.
  public var cause: (any Error)? {
    switch self {
    case .inference(let error): error
    case .vectors(let error): error
    case .vectorRows(let error): error
    case .checkpoint(let error): error
    case .file(let error): error
    case .model(_, let error): error
    case .parallel(let error): error
    default: nil
    }
  }
}

extension TuningError: FileFailure {
  package init(_ error: FileError) { self = .file(error) }

  /// An error of opening a model or predicting.
  init(_ error: InferenceError) {
    if case .interrupted = error { self = .interrupted(checkpoint: nil) } else { self = .inference(error) }
  }

  /// Runs work that opens models or predicts, with its errors as this module's.
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
  public var description: String { wording.plain }
}

extension TuningError: Worded {
  package var wording: Wording { remedy.map { "\(problem); \($0)" } ?? problem }

  /// What is wrong, and where.
  private var problem: Wording {
    switch self {
    case .option(let name, let value, let rule):
      value.isEmpty ? "\(name: name) \(rule)" : "\(name: name) \(value): \(rule)"
    case .baselineOption(let name, let rule):
      "\(name): must be \(rule)"
    case .forSeveralQuestions(let option):
      "\(name: option) is for several questions\(command: ", each \(option: "task", "NAME=COLUMN")")"
    case .noRows(let part):
      "the \(part) data has no usable row"
    case .noTestRows(let file, let share):
      "\(file): a test share of \(share) takes no rows, because no label has enough rows"
    case .labelsTakeMemory(let reason): "\(reason)"
    case .tooFewLabels(let found):
      "training needs rows of at least two labels, found \(found.isEmpty ? "none" : Self.list(found))"
    case .tooFewNumbers: "training needs rows of at least two different numbers"
    case .noEntities:
      "the training rows have no entity, so there is nothing to find"
    case .targetUnfit(let reason, _), .unlabelledUnfit(let reason, _), .pairsUnfit(let reason, _):
      "\(reason)"
    case .maskingUnfit(let path, let reason):
      "\(path): masked tokens cannot be learnt from: \(reason)"
    case .vectorsUnfit(let path, let reason):
      "\(path): its vectors cannot be learnt: \(reason)"
    case .studentUnfit(let path, let reason):
      "\(path): no smaller model can be made of it: \(reason)"
    case .sourceUnfit(let name, let reason, _):
      "\(name): \(reason)"
    case .vectors(let error):
      "\(error)"
    case .vectorRows(let error):
      "\(error)"
    case .unlabelledRow(let line):
      "line \(line): the row has no label"
    case .inference(let error):
      "\(error)"
    case .fileMalformed(let path, let reason), .journalDamaged(let path, let reason):
      "\(path): \(reason)"
    case .checkpoint(let error):
      "\(error)"
    case .model(let path, let error):
      "\(path): \(error)"
    case .outputTaken(let path):
      "\(path): exists and is not a bundle, so it is not replaced"
    case .searchTaken(let path):
      "\(path): holds a search already, so it is not replaced"
    case .finishedOtherwise(let path, let names):
      "\(path): holds a bundle that was made otherwise; this run has other values of \(names.joined(separator: ", "))"
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
    case .cascadeUnfit(let path, let reason):
      "\(path): it cannot answer where the table is unsure: \(reason)"
    case .agreementTooLow(let agreement, let minimum):
      agreement.accuracy?.isLess == true
        ? "\(agreement.words): int8 is less accurate by more than chance; nothing was written"
        : "\(agreement.words), below the minimum agreement of \(minimum); nothing was written"
    case .parallel(let error):
      "\(error)"
    case .file(let error):
      "\(error)"
    }
  }

  /// What to do next; nil where the problem says it.
  private var remedy: Wording? {
    switch self {
    case .option, .baselineOption, .forSeveralQuestions, .inference, .vectors, .vectorRows, .fileMalformed, .checkpoint,
      .file, .maskingUnfit, .vectorsUnfit, .studentUnfit, .parallel,
      .model:
      nil
    case .cascadeUnfit:
      "train both on the same rows with the same seed, and hold out the same 50 validation rows or more"
    case .targetUnfit(_, let remedy), .sourceUnfit(_, _, let remedy), .unlabelledUnfit(_, let remedy),
      .pairsUnfit(_, let remedy):
      "\(remedy)"
    case .noRows: "check the file and its columns"
    case .noTestRows:
      "give more rows, or \(library: "a file for the test", command: "\(option: "test") a file")"
    case .tooFewLabels, .labelsTakeMemory:
      """
      check \(library: "the column and the list of the labels", command: "the label column or \(option: "labels")")
      """
    case .tooFewNumbers: "give more rows, or check the column of the numbers"
    case .noEntities: "check that the tags, or the spans, are those of entities"
    case .unlabelledRow:
      """
      name \(library: "the column of the labels", command: "the label column with \(option: "label-column")")
      """
    case .outputTaken: "choose \(Self.anotherPlace) or move it away"
    case .searchTaken:
      """
      resume it\(command: " with \(option: "resume")"), choose \(Self.anotherPlace), or \
      \(library: "let the job replace it", command: "replace it with \(option: "force")")
      """
    case .finishedOtherwise:
      """
      choose \(Self.anotherPlace), or \(library: "run the job", command: "add \(option: "force")") to replace it
      """
    case .outputBusy: "wait for it to end, or choose \(Self.anotherPlace)"
    case .nothingToResume: "start \(Self.withoutResuming)"
    case .resumeOptionsDiffer: "give the same values, or start again \(Self.withoutResuming)"
    case .resumeInputDiffers: "give the same input, or start again \(Self.withoutResuming)"
    case .journalDamaged: "start again \(Self.withoutResuming)"
    case .diverged: "try a lower \(library: "learning rate", command: "\(option: "learning-rate")")"
    case .interrupted(let checkpoint):
      checkpoint.map { _ in
        "\(library: "resume to continue", command: "continue with \(option: "resume")")"
      }
    case .bundleDiffers: "check the disk, and report this"
    case .alreadyQuantized: "give the fp32 model that they were made from"
    case .agreementTooLow:
      "keep fp32, or allow less\(library: " agreement", command: " with \(option: "min-agreement")")"
    }
  }

  private static let anotherPlace: Wording =
    "another \(library: "place for the output", command: "\(option: "out")")"
  private static let withoutResuming: Wording =
    "without \(library: "resuming", command: "\(option: "resume")")"

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
