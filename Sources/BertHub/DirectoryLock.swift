import Foundation

/// A directory of the cache held by one task of one process at a time, so that two pulls of the same model cannot mix.
///
/// The lock is the kernel's (`flock`): it goes when the process goes, however that happens.
final class DirectoryLock: Sendable {
  private let descriptor: Int32

  /// Creates the directory if need be and waits until it is ours.
  ///
  /// - Throws: `cancelled` while waiting; `notWritable`, `diskFull`, `io`.
  init(_ directory: URL) async throws(HubError) {
    try CacheDirectory.create(directory)
    let path = directory.appendingPathComponent(".lock").path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw HubError(.system("open", errno), path) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR else {
        close(descriptor)
        throw HubError(.system("flock", code), path)
      }
      do throws(HubError) {
        try await Pause.wait(seconds: 0.1, for: directory.path)
      } catch {
        close(descriptor)
        throw error
      }
    }
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }
}
