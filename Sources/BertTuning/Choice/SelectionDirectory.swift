import BertData
import BertStorage
import Foundation

/// `NAME.trials` beside the output: the results of the trials of `auto` so far, and the choice.
final class SelectionDirectory {
  /// The content of its journal.
  struct State: Codable {
    /// What the run was started with. A run can only be resumed with the same.
    struct Identity: Codable, Equatable {
      var options: TrainingOptions
      var pairs: TrainingOptions
      var timeLimit: Double?
      var data: String
      var encoder: String
    }

    var format = 1
    var identity: Identity
    /// By method: for each part, whether each row is predicted correctly.
    var right: [String: [[Bool]]] = [:]
    /// By method: for each part, the logits of its rows, [rows × C]; empty where the final run is not cross-validated
    /// in the same parts.
    var logits: [String: [[Double]]] = [:]
    /// Seconds spent so far, earlier runs included.
    var seconds = 0.0
    /// The choice; nil before it is made.
    var selection: MethodSelection?

    /// Whether a run can have written this state: no method has logits of more parts than it has judged.
    var isSound: Bool {
      seconds >= 0 && logits.allSatisfy { (right[$0]?.count ?? 0) >= $1.count }
    }
  }

  private let directory: ResumableDirectory<State>
  var url: URL { directory.url }

  static func location(for output: URL) -> URL {
    output.deletingLastPathComponent().appendingPathComponent(output.lastPathComponent + ".trials")
  }

  /// Whether there is an unfinished run of `auto` for an output.
  static func holdsRun(for output: URL) -> Bool {
    FileManager.default.fileExists(atPath: location(for: output).appendingPathComponent("state.json").path)
  }

  /// Creates the directory where there is none, and locks it.
  ///
  /// - Throws: `outputBusy` where another process has locked it; `file`.
  init(for output: URL) throws(TuningError) {
    let url = Self.location(for: output)
    let taken = try TuningError.onFiles { () throws(FileError) in
      try FileSystem.makeDirectory(url.deletingLastPathComponent())
      return try ResumableDirectory<State>(url, name: output.path)
    }
    guard let taken else { throw .outputBusy(path: output.path) }
    directory = taken
  }

  deinit {
    // A run that saved nothing leaves no directory.
    if !FileManager.default.fileExists(atPath: directory.journal.path) { directory.remove() }
  }

  /// The state of an earlier run, which must have been started with the same options, data and encoder.
  ///
  /// - Throws: `nothingToResume`, `journalDamaged`, `resumeOptionsDiffer`, `resumeInputDiffers`.
  func resumed(_ identity: State.Identity) throws(TuningError) -> State {
    switch try TuningError.onFiles({ () throws(FileError) in try directory.read() }) {
    case .missing: throw .nothingToResume(path: url.path)
    case .damaged: throw damaged
    case .state(let state):
      guard state.isSound else { throw damaged }
      var names = Set(
        identity.options.namesDiffering(from: state.identity.options)
          + identity.pairs.namesDiffering(from: state.identity.pairs))
      if state.identity.timeLimit != identity.timeLimit { names.insert("time") }
      guard names.isEmpty else { throw .resumeOptionsDiffer(path: url.path, names: names.sorted()) }
      guard state.identity.data == identity.data else {
        throw .resumeInputDiffers(path: url.path, what: "other data, or the same divided otherwise")
      }
      guard state.identity.encoder == identity.encoder else {
        throw .resumeInputDiffers(path: url.path, what: "another encoder")
      }
      return state
    }
  }

  /// The error for a journal that no run can have written.
  var damaged: TuningError {
    .journalDamaged(path: directory.journal.path, reason: "not a run that this program can continue")
  }

  /// Writes a state in place of the one before it.
  func commit(_ state: State) throws(TuningError) {
    try TuningError.onFiles { () throws(FileError) in
      try directory.write(
        state,
        keeping: state.selection.map { "the decision for \($0.choice.method.rawValue) is" } ?? "the finished trials are"
      )
    }
  }

  /// Removes the directory, after the bundle is written.
  func remove() { directory.remove() }
}
