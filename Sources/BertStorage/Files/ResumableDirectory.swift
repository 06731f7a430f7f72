package import Foundation
import Synchronization

/// A directory of work in progress: the files written so far, and a journal, a JSON file that records how far they are.
///
/// The journal is replaced atomically and last: whenever the program is killed, the journal is complete and names only
/// what has been written. One run at a time holds the directory.
package final class ResumableDirectory<State: Codable>: Sendable {
  /// The directory.
  package let url: URL
  /// The file of the journal.
  package let journal: URL
  private let lock: Mutex<FileLock?>

  /// The content of the journal.
  package enum Journal {
    case missing
    /// The file does not decode as `State`.
    case damaged
    case state(State)
  }

  /// Locks the directory, and creates it if it does not exist; nil while another run holds it.
  ///
  /// - Parameters:
  ///   - url: The directory.
  ///   - journal: The name of the journal.
  ///   - name: What messages call the directory: the output of the work.
  ///   - isAside: Whether the directory lies beside the output under a name that this program chose. Then an existing
  ///     one is used only if it has this program's mark or journal or is empty, and is not a symbolic link.
  /// - Throws: `notOurs`, and what creating and locking throw.
  package init?(_ url: URL, journal: String = "state.json", name: String, isAside: Bool = true) throws(FileError) {
    if mkdir(url.path, 0o777) != 0, errno != EEXIST { throw FileError(.writing("mkdir", errno), name) }
    self.url = url
    self.journal = url.appendingPathComponent(journal)
    if isAside, !WorkMark.isPlainDirectory(url.path) { throw FileError(.notOurs, url.path) }
    guard let held = try FileLock(directory: url.path, name: name) else { return nil }
    lock = Mutex(held)
    guard isAside else { return }
    if !WorkMark.lies(in: url.path) {
      let isEmpty = (try? FileManager.default.contentsOfDirectory(atPath: url.path).isEmpty) ?? false
      var isJournal = false
      if !isEmpty, case .state? = try? read() { isJournal = true }
      guard isEmpty || isJournal else { throw FileError(.notOurs, url.path) }
      try WorkMark.put(in: url.path)
    }
  }

  deinit { release() }

  /// Unlocks the directory, so that another run may use it.
  package func release() {
    lock.withLock { $0 = nil }
    WorkUnderWay.remove(url.path)
  }

  /// Reads the journal.
  package func read() throws(FileError) -> Journal { try Self.read(journal) }

  /// Reads the journal of a directory that another process may hold.
  package static func read(_ journal: URL) throws(FileError) -> Journal {
    guard FileManager.default.fileExists(atPath: journal.path) else { return .missing }
    let data = try FileSystem.read(journal)
    return (try? JSONDecoder().decode(State.self, from: data)).map { .state($0) } ?? .damaged
  }

  /// Replaces the journal.
  ///
  /// - Parameters:
  ///   - state: The new content.
  ///   - kept: What a later run can continue from, with its verb: "20 rows are"; nil for nothing.
  package func write(_ state: State, keeping kept: String?) throws(FileError) {
    try commit(keeping: kept) { () throws(FileError) in try JSONFile.write(state, to: journal) }
  }

  /// Runs the work that makes a state valid, and notes what is kept, in one critical section: a signal in between would
  /// find a directory without anything to continue from, and delete it.
  package func commit<Failure: Error>(
    keeping kept: String?, _ work: () throws(Failure) -> Void
  ) throws(Failure) {
    try WorkUnderWay.note(url.path, keeping: kept, after: work)
  }

  /// Notes what a later run can continue from. With nil, a program that a signal ends deletes the directory; before the
  /// first note, it leaves the directory unchanged.
  package func note(keeping kept: String?) { commit(keeping: kept) {} }

  /// Deletes everything in the directory except the mark.
  package func empty() {
    // The journal is deleted first: without it, no run resumes from the rest.
    _ = unlink(journal.path)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [] where name != WorkMark.name {
      FileSystem.discard(url.appendingPathComponent(name))
    }
    note(keeping: nil)
  }

  /// Deletes the directory and everything in it.
  package func remove() {
    empty()
    FileSystem.discard(url.appendingPathComponent(WorkMark.name))
    _ = rmdir(url.path)
    WorkUnderWay.remove(url.path)
  }
}
