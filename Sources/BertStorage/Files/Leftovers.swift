import Foundation
import Synchronization

/// What killed runs of this program left beside a target: files and marked directories `NAME.tmp-PID-N`.
///
/// A run holds a lock on what it writes beside a target. Anything without a lock whose process has ended is left over.
package enum Leftovers {
  /// The name in a ``SideDirectory`` to which the old directory is moved while it is replaced.
  static let replaced = "replaced"

  private static let cleared = Mutex<Set<String>>([])

  /// The prefix of the paths beside a target.
  static func prefix(_ target: String) -> String { target + ".tmp-" }

  /// Deletes them, and moves a directory back that was moved away to be replaced, if its place is empty. Runs once for
  /// each target: what appears later belongs to this process.
  package static func clear(beside target: String) {
    guard cleared.withLock({ $0.insert(target).inserted }) else { return }
    let place = URL(fileURLWithPath: target), folder = place.deletingLastPathComponent()
    let start = prefix(place.lastPathComponent)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] where name.hasPrefix(start) {
      guard let process = process(name.dropFirst(start.count)), process != getpid(),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      let path = folder.appendingPathComponent(name).path
      if WorkMark.lies(in: path) {
        clear(directory: path, target: target)
      } else {
        clear(file: path)
      }
    }
  }

  /// The process id in the end of a name, `PID` or `PID-N`.
  private static func process(_ end: Substring) -> pid_t? {
    let numbers = end.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(numbers.count), numbers.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 } })
    else { return nil }
    return pid_t(numbers[0])
  }

  private static func clear(directory path: String, target: String) {
    guard let lock = try? FileLock(directory: path, name: path) else { return }
    withExtendedLifetime(lock) {
      var status = stat()
      let waiting = path + "/" + replaced
      if lstat(waiting, &status) == 0, lstat(target, &status) != 0, errno == ENOENT {
        guard rename(waiting, target) == 0 else { return }
      }
      FileSystem.discard(URL(fileURLWithPath: path))
    }
  }

  private static func clear(file path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let lock = try? FileLock(regularFile: path, name: path)
    else { return }
    withExtendedLifetime(lock) { _ = unlink(path) }
  }
}
