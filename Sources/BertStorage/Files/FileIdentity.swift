import Foundation

/// Which file a path leads to, without following a link at its end.
package struct FileIdentity: Sendable, Equatable {
  private let device: UInt64
  private let number: UInt64
  /// Whether it is the file of a Unix socket.
  package let isSocket: Bool

  /// nil where there is nothing.
  package init?(path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    isSocket = status.st_mode & S_IFMT == S_IFSOCK
  }
}
