import Foundation

/// A file that one run at a time holds, so that two do not write to one place.
///
/// The lock is the kernel's (`flock`): it goes when the process goes, however that happens.
package struct FileLock: ~Copyable, Sendable {
  private let descriptor: Int32

  /// Takes the file, which is made where it is not there; nil while another run holds it.
  ///
  /// - Parameter name: How messages call it: the file that the run writes.
  /// - Throws: `writing`.
  package init?(_ path: String, name: String) throws(CheckpointError) {
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard opened >= 0 else { throw CheckpointError(.writing("open", errno), file: name) }
    while flock(opened, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      _ = close(opened)
      if code == EWOULDBLOCK { return nil }
      throw CheckpointError(.writing("flock", code), file: name)
    }
    descriptor = opened
  }

  deinit { _ = close(descriptor) }
}
