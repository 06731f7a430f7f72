import BertCheckpoint
import BertData
import BertEncoder

extension ExportError {
  /// The classes of error that a program answers differently; each is one exit code of sysexits.
  public enum Kind: Sendable {
    /// An option or an argument is wrong.
    case usage
    /// The input was read and breaks a rule of its format.
    case badData
    /// The input is not there or cannot be opened.
    case inputMissing
    /// A server that was to take the vectors cannot be reached.
    case unavailable
    /// Reading or writing failed.
    case io
    /// The work was stopped.
    case interrupted
  }

  /// How a program should class the error.
  public var kind: Kind {
    switch self {
    case .option, .unknownPrompt, .outputTaken, .outputBusy, .resumeMismatch: .usage
    case .fileMalformed, .unsupportedModule, .tokenizer, .noRows, .notFinite, .badID, .duplicateID, .duplicateIDs,
      .vectors,
      .journalDamaged:
      .badData
    case .fileMissing: .inputMissing
    case .unreadable, .output, .database: .io
    case .serverUnavailable: .unavailable
    case .unfinished(let cause, _, _): cause.kind
    case .interrupted: .interrupted
    case .checkpoint(let error), .model(_, .checkpoint(let error)): Self.kind(error)
    case .model: .badData
    case .data(let error): Self.kind(error)
    }
  }

  private static func kind(_ error: CheckpointError) -> Kind {
    switch error.kind {
    case .inputMissing: .inputMissing
    case .badData: .badData
    case .io: .io
    }
  }

  private static func kind(_ error: DataError) -> Kind {
    switch error.kind {
    case .usage: .usage
    case .badData: .badData
    case .inputMissing: .inputMissing
    case .io: .io
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
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason); check its permissions"
    case .fileMalformed(let path, let reason):
      "\(path): \(reason); get the file anew from the model's origin"
    case .unsupportedModule(let path, let module):
      "\(path): the model has a step of the type '\(module)', which is not known here; known are Transformer, Pooling, "
        + "Dense, Normalize and Dropout"
    case .unknownPrompt(let name, let known):
      "--prompt-name \(name): "
        + (known.isEmpty
          ? "the model has no prompts" : "the model's prompts are \(known.sorted().joined(separator: ", "))")
        + "; give the text itself with --prompt"
    case .checkpoint(let error):
      error.description
    case .tokenizer(let path, let error):
      "\(path): \(error)"
    case .model(let path, let error):
      "\(path): \(error)"
    case .data(let error):
      error.description
    case .noRows(let file):
      "\(file): there is no text to encode; check the file and its columns"
    case .notFinite(let row):
      "row \(row): its vector is not a number; the model's weights are damaged, fetch them again"
    case .badID(let line, let column, let value, let rule):
      "line \(line): the column '\(column)' has '\(value.prefix(40))': \(rule)"
    case .duplicateIDs(let file, let id, let lines):
      "\(file):\(lines.last ?? 1): the id \(id) stands in line \(lines.first ?? 1) already, and the table has each id once\n"
        + "Name a column whose values differ with --id-column, or leave it out to number the rows."
    case .duplicateID(let id):
      "two rows have the id \(id); name a column whose values differ with --id-column, or leave it out"
    case .resumeMismatch(let place, let reason):
      "\(place): an unfinished run lies there, but \(reason); leave out --resume to begin anew"
    case .journalDamaged(let path):
      "\(path): its journal is damaged; leave out --resume to begin anew"
    case .unfinished(.interrupted, let rows, let place):
      "interrupted; \(rows) rows are kept in \(place); the same command with --resume goes on from there"
    case .unfinished(let cause, let rows, let place):
      "\(cause.description)\n\(rows) rows are kept in \(place); the same command with --resume goes on from there"
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
