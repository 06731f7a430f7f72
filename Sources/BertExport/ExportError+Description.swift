import BertCheckpoint
import BertData
import BertInference
public import BertStorage

extension ExportError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .option, .outputTaken, .outputBusy, .resumeMismatch: .usage
    case .noRows, .badID, .duplicateID, .duplicateIDs, .vectors, .journalDamaged: .badData
    case .fileMissing: .inputMissing
    case .output, .database: .io
    case .serverUnavailable: .unavailable
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

  /// What opens models and computes vectors objects to.
  init(_ error: InferenceError) {
    if case .interrupted = error { self = .interrupted } else { self = .inference(error) }
  }

  /// Runs what computes vectors; its errors become this module's.
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
  public var description: String {
    switch self {
    case .option(let name, let value, let rule):
      "--\(name) \(value): \(rule)"
    case .fileMissing(let path, let remedy):
      "\(path): not found; \(remedy)"
    case .inference(let error):
      error.description
    case .checkpoint(let error):
      error.description
    case .file(let error):
      error.description
    case .data(let error):
      error.description
    case .noRows(let file):
      "\(file): there is no text to encode; check the file and its columns"
    case .badID(let line, let column, let value, let rule):
      "line \(line): the column '\(column)' has '\(value.prefix(40))': \(rule)"
    case .duplicateIDs(let file, let id, let lines):
      "\(file):\(lines.last ?? 1): the id \(id) is already in line \(lines.first ?? 1), and the table may have each id only once\n"
        + "Name a column whose values differ with --id-column, or leave it out to number the rows."
    case .duplicateID(let id):
      "two rows have the id \(id); name a column whose values differ with --id-column, or leave it out"
    case .resumeMismatch(let place, let reason):
      "\(place): there is an unfinished run, but \(reason); leave out --resume to start again"
    case .journalDamaged(let path):
      "\(path): its journal is damaged; leave out --resume to start again"
    case .unfinished(.interrupted, let rows, let place):
      "interrupted; \(Counted(rows, "row is", "rows are")) kept in \(place); the same command with --resume continues from there"
    case .unfinished(let cause, let rows, let place):
      "\(cause.description)\n\(Counted(rows, "row is", "rows are")) kept in \(place); the same command with --resume continues from there"
    case .interrupted:
      "interrupted; nothing was written"
    case .outputTaken(let path, let reason):
      "\(path): \(reason); choose another --out"
    case .vectors(let path, let reason):
      "\(path): \(reason)"
    case .outputBusy(let path):
      "\(path): another run is writing it; wait for its end, or choose another --out"
    case .database(let place, let reason):
      "\(place): \(reason)"
    case .serverUnavailable(let place, let reason):
      "\(place): \(reason)"
    case .output(let error):
      error.description
    }
  }
}
