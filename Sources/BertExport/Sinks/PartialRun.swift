import BertCheckpoint
import Foundation
import Synchronization

/// The directory `OUT.partial` of a run that is under way: the files as far as they are, and a journal that says how far.
final class PartialRun: Sendable {
  static let suffix = ".partial"

  let url: URL
  private let target: URL
  private let lock: FileLock

  /// Rows committed in the directories that are open, for a program that is about to end.
  private static let open = Mutex<[String: Int]>([:])

  /// Makes the directory beside a target, or opens it, and locks it against other runs.
  ///
  /// - Throws: `outputBusy` while another run writes there.
  init(for target: URL) throws(ExportError) {
    self.target = target
    url = URL(fileURLWithPath: target.path + Self.suffix, isDirectory: true)
    if mkdir(url.path, 0o777) != 0, errno != EEXIST { throw Self.failure("mkdir", target) }
    // Whoever does not get the lock must leave the other's run as it is: without it there is no `deinit`.
    let held: FileLock?
    do {
      held = try FileLock(url.appendingPathComponent("lock").path, name: target.relativePath)
    } catch {
      throw .output(error)
    }
    guard let held else { throw .outputBusy(path: target.relativePath) }
    lock = held
    Self.open.withLock { $0[url.path] = 0 }
  }

  deinit { _ = Self.open.withLock { [url] in $0.removeValue(forKey: url.path) } }

  /// The journal's state, or nil where there is none.
  ///
  /// - Throws: `journalDamaged` for a journal that cannot be read.
  func state() throws(ExportError) -> ExportState? {
    guard let data = try? Data(contentsOf: url.appendingPathComponent("state.json")) else { return nil }
    guard let state = try? JSONDecoder().decode(ExportState.self, from: data) else {
      throw .journalDamaged(path: url.relativePath)
    }
    note(state)
    return state
  }

  /// Takes the journal away: what lies there is not taken up.
  func forget() { _ = unlink(url.appendingPathComponent("state.json").path) }

  /// Replaces the journal.
  func write(_ state: ExportState) throws(ExportError) {
    try commit(state) { () throws(ExportError) in
      do throws(CheckpointError) {
        try AtomicFile.write(state.json, to: url.appendingPathComponent("state.json"))
      } catch {
        throw .output(error)
      }
    }
  }

  /// Runs what makes a state the valid one, in one with the count of rows: a signal in between would take the directory
  /// for one without rows, and it away.
  func commit(_ state: ExportState, _ body: () throws(ExportError) -> Void) throws(ExportError) {
    try Self.open.withLock { [url] (open) throws(ExportError) in
      try body()
      open[url.path] = state.rows
    }
  }

  /// Remembers how many rows are committed.
  func note(_ state: ExportState) { Self.open.withLock { $0[url.path] = state.rows } }

  /// Takes all away that lies in the directory.
  func empty() {
    // The journal goes first: without it nothing here is taken up again.
    forget()
    for name in (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [] where name != "lock" {
      _ = unlink(url.appendingPathComponent(name).path)
    }
  }

  /// Takes the directory and all in it away.
  func remove() {
    empty()
    _ = unlink(url.appendingPathComponent("lock").path)
    _ = rmdir(url.path)
    _ = Self.open.withLock { $0.removeValue(forKey: url.path) }
  }

  /// To be called right before the program ends on a signal: takes away directories without rows.
  ///
  /// - Returns: the others.
  static func leave() -> [(path: String, rows: Int)] {
    open.withLock { runs in
      var kept: [(path: String, rows: Int)] = []
      for (path, rows) in runs {
        if rows > 0 {
          kept.append((path, rows))
        } else {
          for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            _ = unlink(path + "/" + name)
          }
          _ = rmdir(path)
        }
      }
      return kept
    }
  }

  private static func failure(_ operation: String, _ target: URL) -> ExportError {
    .output(CheckpointError(.writing(operation, errno), file: target.relativePath))
  }
}
