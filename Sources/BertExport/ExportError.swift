public import BertCheckpoint
public import BertData
public import BertInference
public import BertStorage

/// What went wrong between texts and stored vectors: the rule, the place, and what to do next.
public enum ExportError: Error, Sendable {
  /// An option's value breaks a rule.
  case option(name: String, value: String, rule: String)
  /// A column to be copied has a name that the outputs use themselves.
  case columnReserved(name: String)
  /// The extension of the output's file names no format that is written.
  case endingUnknown(path: String)
  /// Recorded ranges of int8 belong to vectors that were made in another way.
  case rangesUnfit(path: String, what: String, theirs: String, own: String)
  /// A bit for each dimension does not fill whole bytes.
  case bitsIncomplete(dimensions: Int)

  /// The model could not be opened, or computed no vectors.
  case inference(InferenceError)
  /// A file that must be there is not.
  case fileMissing(path: String, remedy: String)
  /// A file of vectors breaks the safetensors format.
  case checkpoint(CheckpointError)
  /// A file of vectors could not be read.
  case file(FileError)

  // The run.
  /// The texts could not be read.
  case data(DataError)
  /// There is no text to encode.
  case noRows(file: String)
  /// The value of a row's id column is not a valid id.
  case badID(line: Int, column: String, value: String, rule: String)
  /// Two rows of the data have one id, where that cannot be; the lines on which they start.
  case duplicateIDs(file: String, id: String, lines: [Int])
  /// Two rows have one id, where that cannot be.
  case duplicateID(String)
  /// An unfinished run was begun with another model, other options or other rows, and cannot be resumed.
  case resumeMismatch(place: String, reason: String)
  /// The journal of an unfinished run cannot be read.
  case journalDamaged(path: String)
  /// The run ended early; this many rows are kept, and the run can be resumed.
  indirect case unfinished(ExportError, rows: Int, place: String)
  /// The run was interrupted, and nothing is kept.
  case interrupted

  // The search.
  /// A file of vectors is malformed, or does not fit the query.
  case vectors(path: String, reason: String)

  // The output.
  /// The output's path names something that may not be replaced.
  case outputTaken(path: String, reason: String)
  /// The output's path has finished vectors of another model, other options or other rows.
  case finishedOtherwise(place: String, what: String)
  /// The output's place has vectors of other inputs, which are not replaced unasked.
  case holdsOther(path: String, what: String)
  /// Another run is writing there.
  case outputBusy(path: String)
  /// A database refused something.
  case database(place: String, reason: String)
  /// A server does not answer, does not let this program in, or has gone away.
  case serverUnavailable(place: String, reason: String)
  /// The vectors could not be written.
  case output(FileError)
}
