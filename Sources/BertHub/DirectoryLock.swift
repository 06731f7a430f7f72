import BertStorage
import Foundation

/// A directory of the cache held by one task of one process at a time, so that two pulls of the same model cannot mix.
final class DirectoryLock: Sendable {
  private let lock: FileLock

  /// Creates the directory if need be and waits until it is ours.
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
