import Foundation

/// Writes to a stream that another program reads, such as standard error, and waits for the reader only for a given
/// time.
package enum StreamOutput {
  /// Bytes that a pipe with room accepts in one write (`PIPE_BUF` on Linux).
  private static let piece = 4096

  /// Writes bytes.
  ///
  /// - Parameters:
  ///   - bytes: What is written.
  ///   - descriptor: The stream.
  ///   - patience: Milliseconds to wait for room each time; 0 does not wait, and a negative number waits without limit.
  /// - Returns: The number of bytes written: fewer than all where the reader has no room or has closed the stream.
  @discardableResult package static func write(_ bytes: [UInt8], to descriptor: Int32, patience: Int32) -> Int {
    var done = 0
    while done < bytes.count {
      guard isReady(descriptor, patience) else { return done }
      let count = min(piece, bytes.count - done)
      let written = bytes[done..<done + count].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if written >= 0 {
        done += written
      } else if errno != EINTR && errno != EAGAIN {
        return done
      }
    }
    return done
  }

  /// Waits until a descriptor accepts bytes; false when the time is over.
  package static func isReady(_ descriptor: Int32, _ patience: Int32) -> Bool {
    while true {
      var asked = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      let answer = poll(&asked, 1, patience)
      if answer > 0 { return true }
      // After a signal, a wait without limit continues; any other ends.
      guard answer < 0, errno == EINTR, patience < 0 else { return false }
    }
  }
}
