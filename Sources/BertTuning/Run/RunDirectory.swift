import BertCheckpoint
import BertKernels
import BertStorage
import Foundation

/// `NAME.partial` beside the place of the bundle: all that is needed to resume a run.
///
/// Tensors are written under new names first; the journal, which names them, is replaced last.
///
/// Of the ranks that train one model together, the first holds the directory; the others only read it.
final class RunDirectory {
  /// nil where another process holds it.
  private let directory: ResumableDirectory<RunState>?
  let url: URL
  private let journal: URL

  static func location(for output: URL) -> URL {
    output.deletingLastPathComponent().appendingPathComponent(output.lastPathComponent + ".partial")
  }

  /// Whether there is an unfinished run for an output.
  static func holdsRun(for output: URL) -> Bool {
    FileManager.default.fileExists(atPath: location(for: output).appendingPathComponent("state.json").path)
  }

  var metricsFile: URL { url.appendingPathComponent("metrics.jsonl") }

  /// Creates the directory where it does not exist, and locks it.
  ///
  /// - Parameters:
  ///   - output: The place of the bundle.
  ///   - follows: Whether another rank holds the directory.
  /// - Throws: `outputBusy` where another process has it; `file`.
  init(for output: URL, follows: Bool = false) throws(TuningError) {
    let url = Self.location(for: output)
    self.url = url
    journal = url.appendingPathComponent("state.json")
    guard !follows else {
      directory = nil
      return
    }
    let taken = try TuningError.onFiles { () throws(FileError) in
      try FileSystem.makeDirectory(url.deletingLastPathComponent())
      return try ResumableDirectory<RunState>(url, name: output.path)
    }
    // Without the lock the other process's files must stay as they are: an initializer that throws here runs no
    // `deinit`.
    guard let taken else { throw .outputBusy(path: output.path) }
    directory = taken
  }

  deinit {
    // A run that never saved leaves nothing.
    if !FileManager.default.fileExists(atPath: journal.path) { directory?.remove() }
  }

  /// The state of the unfinished run, or nil.
  func state() throws(TuningError) -> RunState? {
    switch try TuningError.onFiles({ () throws(FileError) in try ResumableDirectory<RunState>.read(journal) }) {
    case .missing: return nil
    case .state(let state) where state.isSound: return state
    case .state, .damaged: throw damaged
    }
  }

  /// The error for a journal that no run can have written.
  var damaged: TuningError {
    .journalDamaged(path: journal.path, reason: "not a run that this program can continue")
  }

  func checkpoint(_ file: String) throws(TuningError) -> Checkpoint {
    guard !file.contains("/") else {
      throw .fileMalformed(path: journal.path, reason: "'\(file)' is not in the run's directory")
    }
    do {
      return try Checkpoint(at: url.appendingPathComponent(file))
    } catch {
      throw .checkpoint(error)
    }
  }

  func write(_ tensors: [TensorSource], to file: String) throws(TuningError) {
    guard directory != nil else { return }
    do {
      try SafetensorsWriter.write(tensors, metadata: [:], to: url.appendingPathComponent(file))
    } catch {
      throw .checkpoint(error)
    }
  }

  /// Makes a state the current one and removes the tensors that it does not name.
  func commit(_ state: RunState) throws(TuningError) {
    guard let directory else { return }
    try TuningError.onFiles { () throws(FileError) in
      try directory.write(state, keeping: "the run up to step \(state.step) is")
    }
    let kept = [state.tensors, state.best?.file]
    for name in (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    where name.contains(".safetensors") && !kept.contains(name) {
      FileSystem.discard(url.appendingPathComponent(name))
    }
  }

  /// The lines of `metrics.jsonl`.
  static func lines(_ reports: [EpochReport]) throws(TuningError) -> Data {
    try TuningError.onFiles { () throws(FileError) in
      var lines = Data()
      for report in reports { lines += try JSONFile.data(report, file: "metrics.jsonl") }
      return lines
    }
  }

  /// Writes the log again with the epochs known.
  func beginLog(_ reports: [EpochReport]) throws(TuningError) {
    guard directory != nil else { return }
    let lines = try Self.lines(reports)
    try TuningError.onFiles { () throws(FileError) in try AtomicFile.write(lines, to: metricsFile) }
  }

  /// Appends an epoch, so that whoever follows the file sees it at once.
  func appendToLog(_ report: EpochReport) throws(TuningError) {
    guard directory != nil else { return }
    let line = [UInt8](try Self.lines([report]))
    try TuningError.onFiles { () throws(FileError) in
      let log = try GrowingFile(at: metricsFile.path, keeping: nil, name: metricsFile.path)
      try log.append(line)
      try log.synchronize()
    }
  }

  /// Removes everything; the run is finished.
  func remove() { StageClock.time(.writing) { directory?.remove() } }
}
