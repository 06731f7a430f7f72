import Foundation

/// A copy of what a pipe gives, in a temporary file without a name, so that it can be read again.
///
/// The file is unlinked when it is created, so that it is gone when the program ends, however it ends.
package final class InputCopy {
  /// How the pipe is named in messages.
  let name: String
  private let file: Int32

  /// Copies a source to its end.
  ///
  /// - Returns: nil for a regular file and for a directory, which can be read again as they are.
  /// - Throws: `DataError.fileMissing`, `.cannotOpen`, `.readFailed`, the last also where the copy cannot be written.
  package convenience init?(ifNeededFor source: DataSource) throws(DataError) {
    if case .file(let url) = source {
      var status = stat()
      if stat(url.path, &status) == 0, [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) { return nil }
    }
    try self.init(try InputFile(source))
  }

  private init(_ input: InputFile) throws(DataError) {
    name = input.name
    var path = Array(
      FileManager.default.temporaryDirectory.appendingPathComponent("bertft-XXXXXX").path.utf8CString)
    file = mkstemp(&path)
    guard file >= 0 else { throw Self.failure(name, errno) }
    unlink(path)
    let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
    defer { chunk.deallocate() }
    while true {
      let got = try input.fill(chunk, count: 1 << 16)
      if got == 0 { return }
      var written = 0
      while written < got {
        let count = write(file, chunk + written, got - written)
        if count > 0 {
          written += count
        } else if count == 0 || errno != EINTR {
          throw Self.failure(name, count == 0 ? ENOSPC : errno)
        }
      }
    }
  }

  deinit {
    if file >= 0 { close(file) }
  }

  /// The copy from its beginning, for one reader at a time.
  ///
  /// - Returns: a descriptor of the same file, with the same offset, which the caller closes.
  /// - Throws: `DataError.cannotOpen`.
  func rewound() throws(DataError) -> Int32 {
    let descriptor = fcntl(file, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      let code = errno
      if descriptor >= 0 { close(descriptor) }
      throw .cannotOpen(file: name, reason: String(cString: strerror(code)))
    }
    return descriptor
  }

  private static func failure(_ name: String, _ code: Int32) -> DataError {
    let place = FileManager.default.temporaryDirectory.path
    return .readFailed(
      file: name,
      reason: "it is read more than once, and its copy in \(place) cannot be written "
        + "(\(String(cString: strerror(code)))); set TMPDIR to a directory with more room")
  }
}
