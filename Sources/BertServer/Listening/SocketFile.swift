import BertStorage
import Foundation
import Synchronization

/// The file of a Unix socket that a server listens at.
final class SocketFile: Sendable {
  let path: String
  /// The file that this server made; nil until it listens.
  private let own = Mutex<FileIdentity?>(nil)

  init(_ path: String) { self.path = path }

  /// Makes sure that the path is free, and removes a socket that no program listens at any more.
  ///
  /// - Throws: ``ServerStartError`` where a program listens, where there is another kind of file, or where the path is
  ///   too long.
  func claim() throws(ServerStartError) {
    guard var address = Self.address(path) else {
      throw ServerStartError(socketPath: path, reason: "a socket's path may have at most \(Self.longest) bytes")
    }
    guard let found = FileIdentity(path: path) else { return }
    guard found.isSocket else {
      throw ServerStartError(socketPath: path, reason: "there is a file that is not a socket")
    }
    #if os(Linux)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw ServerStartError(socketPath: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    // Connecting to a server whose queue is full fails with another error at once, because the descriptor does not
    // block.
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result != 0, errno == ECONNREFUSED else {
      throw ServerStartError(socketPath: path, reason: "another program listens there")
    }
    unlink(path)
  }

  /// Records the file at the path as the one that this server made.
  func keep() {
    own.withLock { $0 = FileIdentity(path: path) }
  }

  /// Removes the file, unless another server has replaced it.
  func remove() {
    if let own = own.withLock({ $0 }), own == FileIdentity(path: path) { unlink(path) }
  }

  /// The most bytes of a path, without the terminating zero.
  private static let longest = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  private static func address(_ path: String) -> sockaddr_un? {
    let bytes = Array(path.utf8)
    guard bytes.count <= longest, !bytes.isEmpty else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return address
  }
}
