package import Foundation
import Synchronization

/// A directory of work under way: files as far as they are, and a journal, a file of JSON that says how far.
///
/// The journal is replaced in one step and last, so that whenever the program is killed the one found is whole and names
/// only what is there. One run at a time holds the directory.
package final class ResumableDirectory<State: Codable>: Sendable {
  package let url: URL
  /// The journal's place.
  package let journal: URL
  private let lock: Mutex<FileLock?>

  /// What the journal says.
  package enum Journal {
    case missing
    /// It is not the journal of such work.
    case damaged
    case state(State)
  }

  /// Takes the directory, and makes it where it is not there; nil while another run holds it.
  ///
  /// - Parameters:
  ///   - journal: The journal's name.
  ///   - name: How messages call the directory: what the work makes.
  ///   - isAside: Whether it stands beside what the work makes, by a name that nobody chose. Then one is only taken that has
  ///     our mark or our journal, or nothing in it, and is no link.
  /// - Throws: `notOurs`, and what making and locking throw.
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

  /// Lets go of the directory, so that another run may take it.
  package func release() {
    lock.withLock { $0 = nil }
    WorkUnderWay.remove(url.path)
  }

  /// What the journal says.
  package func read() throws(FileError) -> Journal { try Self.read(journal) }

  /// What the journal of a directory says that another process holds.
  package static func read(_ journal: URL) throws(FileError) -> Journal {
    guard FileManager.default.fileExists(atPath: journal.path) else { return .missing }
    let data = try FileSystem.read(journal)
    return (try? JSONDecoder().decode(State.self, from: data)).map { .state($0) } ?? .damaged
  }

  /// Replaces the journal.
  ///
  /// - Parameter kept: What a later run can go on from, with its verb: "20 rows are"; nil for nothing.
  package func write(_ state: State, keeping kept: String?) throws(FileError) {
    try commit(keeping: kept) { () throws(FileError) in try JSONFile.write(state, to: journal) }
  }

  /// Runs what makes a state the valid one, in one with the note of what is kept: a signal in between would take the
  /// directory for one without anything to go on from, and remove it.
  package func commit<Failure: Error>(
    keeping kept: String?, _ work: () throws(Failure) -> Void
  ) throws(Failure) {
    try WorkUnderWay.note(url.path, keeping: kept, after: work)
  }

  /// Notes what a later run can go on from; with nil, a program that is ended by a signal removes the directory. Before
  /// the first note it leaves everything as it is.
  package func note(keeping kept: String?) { commit(keeping: kept) {} }

  /// Removes all that lies in the directory but the mark.
  package func empty() {
    // The journal goes first: without it nothing here is taken up again.
    _ = unlink(journal.path)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [] where name != WorkMark.name {
      FileSystem.discard(url.appendingPathComponent(name))
    }
    note(keeping: nil)
  }

  /// Removes the directory and all in it.
  package func remove() {
    empty()
    FileSystem.discard(url.appendingPathComponent(WorkMark.name))
    _ = rmdir(url.path)
    WorkUnderWay.remove(url.path)
  }
}
