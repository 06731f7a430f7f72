import Foundation

/// A file of fixed size whose bytes are written in any order.
package final class PlacedFile {
  private let path: String
  private let descriptor: Int32
  private let operations: FileOperations

  /// Opens or creates a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - size: The size in bytes of the file to create, filled with zeros; nil opens an existing file.
  ///   - operations: The system calls, for tests.
  package init(_ path: String, size: Int?, operations: FileOperations = .system) throws(FileError) {
    let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (size == nil ? 0 : O_CREAT | O_TRUNC)
    // Readable by the owner alone: the content may come from private texts.
    descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw FileError(.writing("open", errno), path) }
    self.path = path
    self.operations = operations
    if let size, ftruncate(descriptor, off_t(size)) != 0 { throw FileError(.writing("ftruncate", errno), path) }
  }

  deinit { _ = close(descriptor) }

  /// Writes bytes at an offset in bytes.
  package func write(_ bytes: UnsafeRawBufferPointer, at place: Int) throws(FileError) {
    var done = 0
    while let start = bytes.baseAddress, done < bytes.count {
      let written = operations.writeAt(descriptor, start + done, bytes.count - done, place + done)
      if written < 0 {
        if errno == EINTR { continue }
        throw FileError(.writing("write", errno), path)
      }
      done += written
    }
  }

  /// Writes values, in their memory layout, at an offset in bytes.
  package func write<Value: BitwiseCopyable>(_ values: [Value], at place: Int) throws(FileError) {
    try values.withUnsafeBufferPointer { (values) throws(FileError) in
      try write(UnsafeRawBufferPointer(values), at: place)
    }
  }
}
