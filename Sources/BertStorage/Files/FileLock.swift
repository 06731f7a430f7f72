import Foundation

/// A lock on a file or directory, which one run at a time holds, so that no two write to the same place.
///
/// It is an advisory lock of the kernel (`flock`), released when the process ends, however it ends.
package struct FileLock: ~Copyable, Sendable {
  private let descriptor: Int32

  /// Locks a file, which is created if it does not exist; nil while another run holds it.
  ///
  /// - Parameter name: What messages call it: the file that the run writes.
  package init?(_ path: String, name: String) throws(FileError) {
    try self.init(path, O_RDWR | O_CREAT | O_NOFOLLOW, name: name)
  }

  /// Locks an existing directory; nil while another run holds it.
  ///
  /// - Parameter name: What messages call it: the file that the run writes.
  package init?(directory path: String, name: String) throws(FileError) {
    try self.init(path, O_RDONLY | O_DIRECTORY, name: name)
  }

  /// Locks an existing file; nil while another run holds it.
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
    // The run that held it may have deleted it between `open` and `flock`; then the path may be another file by now.
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
