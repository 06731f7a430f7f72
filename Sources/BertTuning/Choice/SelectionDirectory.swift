import BertData
import BertStorage
import Foundation

/// `NAME.trials` beside the bundle-to-be: what the trials of `auto` have given so far, and what was decided.
final class SelectionDirectory {
  /// What its journal holds.
  struct State: Codable {
    /// What the run was started with. A run may only go on with the same.
    struct Identity: Codable, Equatable {
      var options: TrainingOptions
      var pairs: TrainingOptions
      var timeLimit: Double?
      var data: String
      var encoder: String
    }

    var format = 1
    var identity: Identity
    /// By method, and of each part whether its rows are answered rightly.
    var right: [String: [[Bool]]] = [:]
    /// By method, and of each part the logits of its rows, [rows × C]; empty where the run does not judge these parts
    /// too.
    var logits: [String: [[Double]]] = [:]
    /// Seconds spent in all runs.
    var seconds = 0.0
    /// The decision; nil before it is taken.
    var selection: MethodSelection?

    /// Whether it is such a state as a run writes: no method has logits of more parts than answers.
    var isSound: Bool {
      seconds >= 0 && logits.allSatisfy { (right[$0]?.count ?? 0) >= $1.count }
    }
  }

  private let directory: ResumableDirectory<State>
  var url: URL { directory.url }

  static func location(for output: URL) -> URL {
    output.deletingLastPathComponent().appendingPathComponent(output.lastPathComponent + ".trials")
  }

  /// Whether an unfinished run of `auto` lies beside a bundle-to-be.
  static func holdsRun(for output: URL) -> Bool {
    FileManager.default.fileExists(atPath: location(for: output).appendingPathComponent("state.json").path)
  }

  /// Creates the directory where it is not there, and takes it.
  ///
  /// - Throws: `outputBusy` where another process has it; `file`.
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
    // A run that never saved leaves nothing.
    if !FileManager.default.fileExists(atPath: directory.journal.path) { directory.remove() }
  }

  /// What an earlier run left, which must have been started with the same.
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

  /// What is said of a journal that no run has written so.
  var damaged: TuningError {
    .journalDamaged(path: directory.journal.path, reason: "not a run that this program can continue")
  }

  /// Makes a state the valid one.
  func commit(_ state: State) throws(TuningError) {
    try TuningError.onFiles { () throws(FileError) in
      try directory.write(
        state,
        keeping: state.selection.map { "the decision for \($0.choice.method.rawValue) is" } ?? "the finished trials are"
      )
    }
  }

  /// Removes everything; the bundle is made.
  func remove() { directory.remove() }
}
