package import Foundation
import Synchronization

/// A directory beside a target, `NAME.tmp-PID-N`, in which the new target is written before it replaces the old one.
///
/// Where the file system can exchange two names in one call, one of the two has the target's name at every moment.
/// Elsewhere the old target is moved into this directory between two calls; if the program is killed in between, the
/// next run moves it back (``Leftovers``).
package final class SideDirectory: Sendable {
  /// The directory.
  package let url: URL
  /// Where to write the new target.
  package var made: URL { url.appendingPathComponent("made") }
  private let target: String
  private let lock: Mutex<FileLock?>
  private static let counter = Atomic<Int>(0)

  /// Deletes what killed runs left for the same target, and creates the directory and its missing parents. A signal
  /// that ends the program deletes the directory.
  package init(beside target: URL) throws(FileError) {
    self.target = target.path
    Leftovers.clear(beside: target.path)
    try FileSystem.makeDirectory(target.deletingLastPathComponent())
    var url: URL
    repeat {
      let number = Self.counter.add(1, ordering: .relaxed).newValue
      url = URL(fileURLWithPath: "\(Leftovers.prefix(target.path))\(getpid())-\(number)", isDirectory: true)
      guard mkdir(url.path, 0o777) != 0 else { break }
      guard errno == EEXIST else { throw FileError(.writing("mkdir", errno), target.path) }
    } while true
    self.url = url
    do {
      lock = Mutex(try FileLock(directory: url.path, name: target.path))
      try WorkMark.put(in: url.path)
    } catch {
      _ = rmdir(url.path)
      throw error
    }
    WorkUnderWay.note(url.path, keeping: nil, after: {})
  }

  deinit { remove() }

  /// Moves ``made`` to the target, and the old target into this directory.
  ///
  /// - Returns: How it was replaced, for ``undo(_:operations:)``.
  package func replace(operations: FileOperations = .system) throws(FileError) -> Replacement {
    // From here on a signal leaves the directory: for a moment it may hold the only copy of the target.
    WorkUnderWay.remove(url.path)
    var status = stat()
    guard lstat(target, &status) == 0 else {
      try operations.move(made.path, to: target)
      return .moved
    }
    if operations.exchange(made.path, target) == 0 { return .exchanged }
    guard [EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP].contains(errno) else {
      throw FileError(.writing("rename", errno), target)
    }
    let waiting = url.appendingPathComponent(Leftovers.replaced).path
    try operations.move(target, to: waiting)
    do throws(FileError) {
      try operations.move(made.path, to: target)
    } catch {
      _ = rename(waiting, target)
      throw error
    }
    return .replaced
  }

  /// How the target was replaced.
  package enum Replacement: Sendable {
    /// There was no target before.
    case moved
    /// The two exchanged their names.
    case exchanged
    /// The old target has the name ``Leftovers/replaced`` in this directory.
    case replaced
  }

  /// Undoes a replacement, which restores the old target.
  package func undo(_ replacement: Replacement, operations: FileOperations = .system) throws(FileError) {
    switch replacement {
    case .moved: try operations.move(target, to: made.path)
    case .exchanged:
      guard operations.exchange(made.path, target) == 0 else { throw FileError(.writing("rename", errno), target) }
    case .replaced:
      try operations.move(target, to: made.path)
      try operations.move(url.appendingPathComponent(Leftovers.replaced).path, to: target)
    }
  }

  /// Deletes the directory and everything in it.
  package func remove() {
    guard lock.withLock({ $0 != nil }) else { return }
    FileSystem.discard(url)
    lock.withLock { $0 = nil }
    WorkUnderWay.remove(url.path)
  }
}
