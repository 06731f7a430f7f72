import Foundation

/// A file whose size is given from the start and whose bytes are written in any order.
package final class PlacedFile {
  private let path: String
  private let descriptor: Int32
  private let operations: FileOperations

  /// Opens a file.
  ///
  /// - Parameter size: Makes the file, of so many zeros; nil opens one that is there.
  package init(_ path: String, size: Int?, operations: FileOperations = .system) throws(FileError) {
    let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (size == nil ? 0 : O_CREAT | O_TRUNC)
    // For the person alone: what is written may come from private texts.
    descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw FileError(.writing("open", errno), path) }
    self.path = path
    self.operations = operations
    if let size, ftruncate(descriptor, off_t(size)) != 0 { throw FileError(.writing("ftruncate", errno), path) }
  }

  deinit { _ = close(descriptor) }

  /// Writes bytes from a place on.
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

  /// Writes values, as they lie in memory, from a place on.
  package func write<Value: BitwiseCopyable>(_ values: [Value], at place: Int) throws(FileError) {
    try values.withUnsafeBufferPointer { (values) throws(FileError) in
      try write(UnsafeRawBufferPointer(values), at: place)
    }
  }
}
