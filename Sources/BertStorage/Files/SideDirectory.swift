package import Foundation
import Synchronization

/// A directory beside a target, `NAME.tmp-PID-N`, in which what will stand there is made.
///
/// What is there is exchanged with what was made in one call where the file system can do that, so that at every moment one of
/// the two has the name. Elsewhere it waits in here for the moment between two calls, and the next run puts it back if that
/// moment was the last (``Leftovers``).
package final class SideDirectory: Sendable {
  /// The directory.
  package let url: URL
  /// Where to make what is to stand in the target's place.
  package var made: URL { url.appendingPathComponent("made") }
  private let target: String
  private let lock: Mutex<FileLock?>
  private static let counter = Atomic<Int>(0)

  /// Removes what killed runs left for the same target, and makes the directory and those above it; a signal removes it.
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

  /// Puts what was made into the target's place; what was there waits in here.
  ///
  /// - Returns: what takes it back.
  package func replace(operations: FileOperations = .system) throws(FileError) -> Replacement {
    // From here on a signal leaves the directory: for a moment it may hold the only one.
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

  /// How something came into its place.
  package enum Replacement: Sendable {
    /// There was nothing.
    case moved
    /// Both changed their names.
    case exchanged
    /// The old one waits under the name ``Leftovers/replaced``.
    case replaced
  }

  /// Takes a replacement back: the target is as it was.
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

  /// Removes the directory and all in it.
  package func remove() {
    guard lock.withLock({ $0 != nil }) else { return }
    FileSystem.discard(url)
    lock.withLock { $0 = nil }
    WorkUnderWay.remove(url.path)
  }
}
