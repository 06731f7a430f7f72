import Foundation

/// A file or directory that one run at a time holds, so that two do not write to one place.
///
/// The lock is the kernel's (`flock`): it goes when the process goes, however that happens.
package struct FileLock: ~Copyable, Sendable {
  private let descriptor: Int32

  /// Takes the file, which is made where it is not there; nil while another run holds it.
  ///
  /// - Parameter name: How messages call it: the file that the run writes.
  package init?(_ path: String, name: String) throws(FileError) {
    try self.init(path, O_RDWR | O_CREAT | O_NOFOLLOW, name: name)
  }

  /// Takes the directory, which must be there; nil while another run holds it.
  ///
  /// - Parameter name: How messages call it: the file that the run writes.
  package init?(directory path: String, name: String) throws(FileError) {
    try self.init(path, O_RDONLY | O_DIRECTORY, name: name)
  }

  /// Takes a regular file, which must be there; nil while another run holds it.
  init?(regularFile path: String, name: String) throws(FileError) {
    try self.init(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, name: name)
  }

  private init?(_ path: String, _ flags: Int32, name: String) throws(FileError) {
    let opened = open(path, flags | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw FileError(.writing("open", errno), name) }
    while flock(opened, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      _ = close(opened)
      if code == EWOULDBLOCK { return nil }
      throw FileError(.writing("flock", code), name)
    }
    // Whoever held it may have removed it between the opening and the lock; then another may lie there by now.
    var held = stat(), found = stat()
    guard fstat(opened, &held) == 0, stat(path, &found) == 0, held.st_ino == found.st_ino, held.st_dev == found.st_dev
    else {
      _ = close(opened)
      return nil
    }
    descriptor = opened
  }

  deinit { _ = close(descriptor) }
}
