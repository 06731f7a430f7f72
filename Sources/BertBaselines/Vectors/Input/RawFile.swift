import BertStorage
import Foundation

/// A regular file, read forwards.
final class RawFile {
  let path: String
  private let descriptor: Int32

  init(_ url: URL) throws(VectorFileError) {
    path = url.path
    var opened: Int32
    // O_NONBLOCK: opening a named pipe by mistake must not wait for a writer.
    repeat { opened = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } while opened < 0 && errno == EINTR
    guard opened >= 0 else {
      throw VectorFileError(.file(.opening(errno)), file: url.path)
    }
    descriptor = opened
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      // All properties are set by now, so that `deinit` closes the descriptor.
      throw VectorFileError(.file(.notARegularFile), file: url.path)
    }
  }

  deinit { _ = close(descriptor) }

  /// Reads as many bytes as fit into the array from index `start` on.
  ///
  /// - Returns: How many bytes were read; 0 at the end of the file.
  func read(into bytes: inout [UInt8], from start: Int) throws(VectorFileError) -> Int {
    while true {
      let got = bytes.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { Foundation.read(descriptor, $0 + start, buffer.count - start) } ?? 0
      }
      if got >= 0 { return got }
      let code = errno
      if code == EINTR { continue }
      throw VectorFileError(.file(.io(operation: "read", code: code)), file: path)
    }
  }
}
