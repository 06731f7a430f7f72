import Foundation

/// An opened input, read forwards only. A pipe or a named pipe will do; nothing seeks.
final class InputFile {
  /// How the input is named in messages.
  let name: String
  private let descriptor: Int32
  private let closesAtEnd: Bool
  /// The size of a regular file.
  private let size: Int?
  private var bytesRead = 0

  /// Opens the source.
  ///
  /// - Throws: `DataError.fileMissing`, `.isDirectory`, `.cannotOpen`.
  init(_ source: DataSource) throws(DataError) {
    name = source.name
    switch source {
    case .standardInput:
      descriptor = 0
      closesAtEnd = false
    case .file(let url):
      var opened: Int32
      repeat { opened = open(url.path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR
      guard opened >= 0 else {
        let code = errno
        throw code == ENOENT ? .fileMissing(file: name) : .cannotOpen(file: name, reason: Self.reason(code))
      }
      descriptor = opened
      closesAtEnd = true
    }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    size = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    if isKnown, status.st_mode & S_IFMT == S_IFDIR {
      // The instance is whole by now, so that `deinit` closes the descriptor.
      throw .isDirectory(file: name)
    }
  }

  deinit {
    if closesAtEnd { close(descriptor) }
  }

  /// The part of a regular file's bytes that has been read.
  var fraction: Double? { size.map { $0 > 0 ? min(1, Double(bytesRead) / Double($0)) : 1 } }

  /// Reads at most `count` bytes; 0 is the end of the input.
  ///
  /// - Throws: `DataError.readFailed`.
  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int {
    while true {
      let got = read(descriptor, destination, count)
      if got >= 0 {
        bytesRead += got
        return got
      }
      let code = errno
      if code == EINTR { continue }
      if code == EISDIR { throw .isDirectory(file: name) }
      throw .readFailed(file: name, reason: Self.reason(code))
    }
  }

  private static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
