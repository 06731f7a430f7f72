package import Foundation

/// SHA-256, as lower-case hexadecimal digits.
package enum FileDigest {
  /// The hash of a file's content, which is read in pieces of a megabyte.
  ///
  /// - Throws: `notFound`, `notReadable`, `notARegularFile` or `io`.
  package static func sha256(of url: URL) throws(FileError) -> String {
    // A pipe would block until somebody writes to it.
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(.opening(errno), url.path) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(.notARegularFile, url.path)
    }
    var digest = RunningDigest()
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = read(descriptor, piece.baseAddress, piece.count)
      if count == 0 { return digest.hexadecimal }
      if count > 0 {
        digest.add(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      } else if errno != EINTR {
        throw FileError(.io(operation: "read", code: errno), url.path)
      }
    }
  }

  /// The hash of bytes in memory.
  package static func sha256(of data: Data) -> String { hexadecimal(data.withUnsafeBytes { sha256Bytes(of: $0) }) }

  /// The hash of bytes in memory, as 32 bytes.
  package static func sha256Bytes(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var digest = RunningDigest()
    digest.add(bytes)
    return digest.bytes
  }

  /// Bytes as lower-case hexadecimal digits.
  package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
