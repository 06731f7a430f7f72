import Foundation

/// A file that is written in pieces over a long time, and that a later run may continue where a piece ended.
///
/// Unlike ``AsideFile`` it stays in place when the program ends, however it ends.
package final class GrowingFile {
  private let path: String
  /// What messages call it: the file that it will become.
  private let name: String
  private let descriptor: Int32
  private let operations: FileOperations
  /// Bytes in the file.
  package private(set) var size: Int

  /// Opens the file, or creates it.
  ///
  /// - Parameters:
  ///   - path: The file itself.
  ///   - size: The bytes that are kept; the rest is cut off. nil keeps all.
  ///   - name: What messages call it.
  ///   - operations: The system calls, for tests.
  /// - Throws: `shrunkSinceOpened` if the file has fewer than `size` bytes; `notWritable`, `directoryMissing` or `io`.
  package init(
    at path: String, keeping size: Int?, name: String, operations: FileOperations = .system
  ) throws(FileError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw FileError(.writing("open", errno), name) }
    self.path = path
    self.name = name
    self.size = size ?? 0
    self.operations = operations
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(.writing("fstat", errno), name) }
    guard let size else {
      self.size = Int(status.st_size)
      return
    }
    guard Int(status.st_size) >= size else {
      throw FileError(.shrunkSinceOpened(wanted: size, found: Int(status.st_size)), path)
    }
    try cut(to: size)
  }

  deinit { _ = close(descriptor) }

  /// Cuts the file to a size in bytes, where the next bytes are appended.
  package func cut(to place: Int) throws(FileError) {
    guard ftruncate(descriptor, off_t(place)) == 0 else { throw FileError(.writing("ftruncate", errno), name) }
    size = place
  }

  /// Appends bytes. On failure, those already written remain and ``size`` includes them.
  package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = try write(start, rest.count, at: size)
      size += written
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Appends bytes.
  package func append(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in try append(UnsafeRawBufferPointer(buffer)) }
  }

  /// Overwrites bytes from the start of the file, such as a header that states a count known only at the end.
  package func overwriteStart(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
      var done = 0
      while let start = buffer.baseAddress, done < buffer.count {
        done += try write(start + done, buffer.count - done, at: done)
      }
    }
  }

  /// Synchronizes the content to the disk.
  package func synchronize() throws(FileError) {
    guard operations.synchronize(descriptor) == 0 else { throw FileError(.writing("fsync", errno), name) }
  }

  private func write(_ bytes: UnsafeRawPointer, _ count: Int, at place: Int) throws(FileError) -> Int {
    while true {
      let written = operations.writeAt(descriptor, bytes, count, place)
      if written >= 0 { return written }
      guard errno == EINTR else { throw FileError(.writing("write", errno), name) }
    }
  }
}

extension FileOperations {
  /// Renames a file or directory, which replaces a file of that name.
  package func move(_ path: String, to target: String) throws(FileError) {
    guard rename(path, target) == 0 else { throw FileError(.writing("rename", errno), target) }
  }
}
