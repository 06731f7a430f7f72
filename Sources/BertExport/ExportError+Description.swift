import BertCheckpoint
import BertData
import BertInference
public import BertStorage

extension ExportError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .option, .columnReserved, .endingUnknown, .rangesUnfit, .bitsIncomplete, .outputTaken,
      .finishedOtherwise, .holdsOther, .resumeMismatch:
      .usage
    case .noRows, .badID, .duplicateID, .duplicateIDs, .vectors, .journalDamaged: .badData
    case .fileMissing: .inputMissing
    case .database: .io
    // An output that cannot be written, whatever its path, is a failure of the file system.
    case .output(let error): error.code == .tryAgain ? .tryAgain : .io
    case .serverUnavailable: .unavailable
    case .outputBusy: .tryAgain
    case .unfinished(let cause, _, _): cause.code
    case .interrupted: .interrupted
    case .inference(let error): error.code
    case .checkpoint(let error): error.code
    case .file(let error): error.code
    case .data(let error): error.code
    }
  }

  /// The error of a lower layer, where it is one.
  public var cause: (any Error)? {
    switch self {
    case .inference(let error): error
    case .checkpoint(let error): error
    case .file(let error): error
    case .data(let error): error
    case .output(let error): error
    case .unfinished(let error, _, _): error
    default: nil
    }
  }
}

extension ExportError: FileFailure {
  package init(_ error: FileError) { self = .file(error) }

  /// An error of inference; an interruption becomes this module's own.
  init(_ error: InferenceError) {
    if case .interrupted = error { self = .interrupted } else { self = .inference(error) }
  }

  /// Runs inference, and turns its errors into errors of this module.
  static func translating<Value>(_ work: () throws(InferenceError) -> Value) throws(ExportError) -> Value {
    do {
      return try work()
    } catch {
      throw ExportError(error)
    }
  }
}

extension ExportError: CustomStringConvertible {
  /// One or two lines: what is wrong, where, and what to do next.
  public var description: String { wording.plain }
}

extension ExportError: Worded {
  package var wording: Wording {
    switch self {
    case .option(let name, let value, let rule):
      "\(name: name) \(value): \(rule)"
    case .columnReserved(let name):
      """
      \(name: "carry") \(name): the outputs have a column of that name themselves; \
      \(name == "id" ? "give \(option: "id-column", "id")" as Wording : "rename it")
      """
    case .endingUnknown(let path):
      """
      \(path): its ending is none of npy, safetensors, jsonl, fvecs, pgcopy, sqlite and bulk; choose one of them, or give the format \
      with \(option: "format")
      """
    case .rangesUnfit(let path, let what, let theirs, let own):
      """
      \(path): its ranges are those of other vectors: \(what) \(theirs) there, \(own) here
      Give ranges of vectors made in the same way, or a JSON file with only minimum and maximum, which is not compared.
      """
    case .bitsIncomplete(let dimensions):
      """
      \(name: "quantize") \(VectorElement.binary.rawValue): the vectors have \(Counted(dimensions, "dimension")), and \
      eight of them make a byte; cut them with \(option: "dimensions")
      """
    case .fileMissing(let path, let remedy):
      "\(path): not found; \(remedy)"
    case .inference(let error):
      "\(error)"
    case .checkpoint(let error):
      "\(error)"
    case .file(let error):
      "\(error)"
    case .data(let error):
      "\(error)"
    case .noRows(let file):
      "\(file): there is no text to encode; check the file and its columns"
    case .badID(let line, let column, let value, let rule):
      "line \(line): the column '\(column)' has '\(value.prefix(40))': \(rule)"
    case .duplicateIDs(let file, let id, let lines):
      """
      \(file):\(lines.last ?? 1): the id \(id) is already in line \(lines.first ?? 1), and the table may have each id \
      only once
      Name a column whose values differ with \(option: "id-column"), or leave it out to number the rows.
      """
    case .duplicateID(let id):
      "two rows have the id \(id); name a column whose values differ with \(option: "id-column"), or leave it out"
    case .resumeMismatch(let place, let reason):
      "\(place): there is an unfinished run, but \(reason); \(Self.restart)"
    case .journalDamaged(let path):
      "\(path): its journal is damaged; \(Self.restart)"
    case .unfinished(.interrupted, let rows, let place):
      "\(WorkUnderWay.interruption(keeping: Counted(rows, "row is", "rows are").description, in: place))"
    case .unfinished(let cause, let rows, let place):
      "\(cause)\n\(WorkUnderWay.kept(Counted(rows, "row is", "rows are").description, in: place))"
    case .interrupted:
      "interrupted; nothing was written"
    case .outputTaken(let path, let reason):
      "\(path): \(reason); choose another \(library: "place", command: "\(option: "out")")"
    case .vectors(let path, let reason):
      "\(path): \(reason)"
    case .finishedOtherwise(let place, let what):
      """
      \(place): holds vectors made in another way: \(what); choose another \
      \(library: "place", command: "\(option: "out")"), or \
      \(library: "run the export", command: "leave out \(option: "skip-finished")") to replace them
      """
    case .holdsOther(let path, let what):
      """
      \(path): \(what); choose another \(library: "place", command: "\(option: "out")"), or \
      \(library: "run the export", command: "add \(option: "force")") to replace it
      """
    case .outputBusy(let path):
      """
      \(path): another run is writing it; wait for its end, or choose another \
      \(library: "place", command: "\(option: "out")")
      """
    case .database(let place, let reason):
      "\(place): \(reason)"
    case .serverUnavailable(let place, let reason):
      "\(place): \(reason)"
    case .output(let error):
      "\(error)"
    }
  }
  private static let restart: Wording =
    "\(library: "start again without resuming", command: "leave out \(option: "resume") to start again")"
}
