import BertStorage
import Foundation

/// A lock on a directory of the cache, held by one task of one process at a time, so that two pulls of the same model
/// do not write the same files.
final class DirectoryLock: Sendable {
  private let lock: FileLock

  /// Creates the directory if it does not exist, and waits for the lock.
  ///
  /// - Throws: `cancelled` while waiting; `file`.
  init(_ directory: URL) async throws(HubError) {
    try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(directory) }
    let path = directory.appendingPathComponent(".lock").path
    while true {
      let held: FileLock?
      do {
        held = try FileLock(path, name: path)
      } catch {
        throw HubError(error)
      }
      if let held {
        lock = held
        return
      }
      try await Pause.wait(seconds: 0.1, for: directory.path)
    }
  }
}
