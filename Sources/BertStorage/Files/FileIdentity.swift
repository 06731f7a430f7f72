import Foundation

/// The device and inode of a path, without following a symbolic link at its end: they tell whether two paths are one
/// file.
package struct FileIdentity: Sendable, Equatable {
  private let device: UInt64
  private let number: UInt64
  /// Whether it is the file of a Unix socket.
  package let isSocket: Bool

  /// nil where the path does not exist.
  package init?(path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    isSocket = status.st_mode & S_IFMT == S_IFSOCK
  }
}
