import BertCheckpoint
import BertInference
import Foundation

/// `NAME.partial` beside the bundle-to-be: all that is needed to go on with a run.
///
/// Tensors are written under new names first and `state.json`, which names them, is replaced last; so whenever the
/// program is killed, the state found is whole. Only one process at a time holds the directory.
final class RunDirectory {
  let url: URL
  private let lock: FileLock

  static func location(for output: URL) -> URL {
    output.deletingLastPathComponent().appendingPathComponent(output.lastPathComponent + ".partial")
  }

  /// Whether an unfinished run lies beside a bundle-to-be.
  static func holdsRun(for output: URL) -> Bool {
    FileManager.default.fileExists(atPath: location(for: output).appendingPathComponent("state.json").path)
  }

  private var stateFile: URL { url.appendingPathComponent("state.json") }
  var metricsFile: URL { url.appendingPathComponent("metrics.jsonl") }

  /// Creates the directory where it is not there, and takes it.
  ///
  /// - Throws: `outputBusy` where another process has it; `io`.
  init(for output: URL) throws(TuningError) {
    url = Self.location(for: output)
    try FileSystem.makeDirectory(url)
    // Whoever does not get the lock must leave the other's files as they are: without it there is no `deinit`.
    let held: FileLock?
    do {
      held = try FileLock(url.appendingPathComponent("lock").path, name: output.path)
    } catch {
      throw .checkpoint(error)
    }
    guard let held else { throw .outputBusy(path: output.path) }
    lock = held
  }

  deinit {
    // A run that never saved leaves nothing.
    if !FileManager.default.fileExists(atPath: stateFile.path) { FileSystem.discard(url) }
  }

  /// The state of the run that lies here, or nil.
  func state() throws(TuningError) -> RunState? {
    guard FileManager.default.fileExists(atPath: stateFile.path) else { return nil }
    let data = try FileSystem.read(stateFile)
    do {
      return try JSONDecoder().decode(RunState.self, from: data)
    } catch {
      throw .fileMalformed(
        path: stateFile.path, reason: "not a run that this program can go on with; start anew without --resume")
    }
  }

  func checkpoint(_ file: String) throws(TuningError) -> Checkpoint {
    guard !file.contains("/") else {
      throw .fileMalformed(path: stateFile.path, reason: "'\(file)' is not in the run's directory")
    }
    do {
      return try Checkpoint(at: url.appendingPathComponent(file))
    } catch {
      throw .checkpoint(error)
    }
  }

  func write(_ tensors: [TensorSource], to file: String) throws(TuningError) {
    do {
      try SafetensorsWriter.write(tensors, metadata: [:], to: url.appendingPathComponent(file))
    } catch {
      throw .checkpoint(error)
    }
  }

  /// Makes a state the valid one and removes the tensors that it does not name.
  func commit(_ state: RunState) throws(TuningError) {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      try AtomicFile.write(try encoder.encode(state), to: stateFile)
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .io(operation: "encode", path: stateFile.path, reason: "\(error)")
    }
    let kept = [state.tensors, state.best?.file]
    for name in (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    where name.contains(".safetensors") && !kept.contains(name) {
      FileSystem.discard(url.appendingPathComponent(name))
    }
  }

  /// The lines of `metrics.jsonl`.
  static func lines(_ reports: [EpochReport]) throws(TuningError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      return try reports.reduce(into: Data()) { $0 += try encoder.encode($1) + Data("\n".utf8) }
    } catch {
      throw .io(operation: "encode", path: "metrics.jsonl", reason: "\(error)")
    }
  }

  /// Begins the log anew with the epochs known.
  func beginLog(_ reports: [EpochReport]) throws(TuningError) {
    do {
      try AtomicFile.write(try Self.lines(reports), to: metricsFile)
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .io(operation: "write", path: metricsFile.path, reason: "\(error)")
    }
  }

  /// Appends an epoch, so that whoever follows the file sees it at once.
  func appendToLog(_ report: EpochReport) throws(TuningError) {
    let line = try Self.lines([report])
    do {
      let handle = try FileHandle(forWritingTo: metricsFile)
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: line)
      try handle.synchronize()
    } catch {
      throw .io(operation: "append to", path: metricsFile.path, reason: error.localizedDescription)
    }
  }

  /// Removes everything; the run is finished.
  func remove() { FileSystem.discard(url) }
}
