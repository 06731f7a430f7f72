public import BertCheckpoint
public import BertData
public import BertInference
public import BertStorage

/// What went wrong on the way from texts to stored vectors: the rule, the place, and what to do next.
public enum ExportError: Error, Sendable {
  /// An option's value breaks a rule.
  case option(name: String, value: String, rule: String)
  /// A column that is to travel along has a name that the outputs use themselves.
  case columnReserved(name: String)
  /// The ending of the output names no form that is written.
  case endingUnknown(path: String)
  /// Ranges of int8 were taken from vectors that are made otherwise.
  case rangesUnfit(path: String, what: String, theirs: String, own: String)
  /// A bit for each dimension does not fill whole bytes.
  case bitsIncomplete(dimensions: Int)

  /// The model could not be opened, or gave no answer.
  case inference(InferenceError)
  /// A file that must be there is not.
  case fileMissing(path: String, remedy: String)
  /// A file of vectors breaks the safetensors format.
  case checkpoint(CheckpointError)
  /// A file of vectors could not be read.
  case file(FileError)

  // The work.
  /// The texts could not be read.
  case data(DataError)
  /// There is no text to encode.
  case noRows(file: String)
  /// A row's id is none.
  case badID(line: Int, column: String, value: String, rule: String)
  /// Two rows of the data have one id, where that cannot be; the lines on which they start.
  case duplicateIDs(file: String, id: String, lines: [Int])
  /// Two rows have one id, where that cannot be.
  case duplicateID(String)
  /// An unfinished run was made otherwise, so that its rows do not fit before others.
  case resumeMismatch(place: String, reason: String)
  /// The journal of an unfinished run cannot be read.
  case journalDamaged(path: String)
  /// The work ended before it was done; so many rows are kept and can be gone on from.
  indirect case unfinished(ExportError, rows: Int, place: String)
  /// The person stopped the work.
  case interrupted

  // The search.
  /// A file of vectors is not what it should be, or not what the query needs.
  case vectors(path: String, reason: String)

  // The output.
  /// What lies at the output's place is not a file that may be replaced.
  case outputTaken(path: String, reason: String)
  /// The output's place has vectors of another making, which are not to be taken for this run's.
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
