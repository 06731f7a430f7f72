import Foundation

/// A file that is written in pieces over a long time and may be taken up again where a piece ended.
///
/// Unlike ``AsideFile`` it stays where it is when the program ends, however that comes about.
package final class GrowingFile {
  private let path: String
  /// How messages call it: the file that it will become.
  private let name: String
  private let descriptor: Int32
  private let operations: FileOperations
  /// Bytes in the file.
  package private(set) var size: Int

  /// Opens the file, or makes it.
  ///
  /// - Parameters:
  ///   - size: What it holds up to there stays, the rest is cut off.
  ///   - name: How messages call it.
  /// - Throws: `io` if the file has fewer bytes, and what opening throws.
  package init(
    at path: String, keeping size: Int, name: String, operations: FileOperations = .system
  ) throws(CheckpointError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw CheckpointError(.writing("open", errno), file: name) }
    self.path = path
    self.name = name
    self.size = size
    self.operations = operations
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw CheckpointError(.writing("fstat", errno), file: name) }
    guard Int(status.st_size) >= size else {
      throw CheckpointError(.shrunkSinceOpened(wanted: size, found: Int(status.st_size)), file: path)
    }
    guard ftruncate(descriptor, off_t(size)) == 0 else {
      throw CheckpointError(.writing("ftruncate", errno), file: name)
    }
  }

  deinit { _ = close(descriptor) }

  /// Appends bytes.
  package func append(_ bytes: [UInt8]) throws(CheckpointError) {
    try write(bytes, at: size)
    size += bytes.count
  }

  /// Overwrites bytes from the file's start on, such as a header that states a count known only at the end.
  package func overwriteStart(_ bytes: [UInt8]) throws(CheckpointError) { try write(bytes, at: 0) }

  /// Brings the content to the disk.
  package func synchronize() throws(CheckpointError) {
    guard operations.synchronize(descriptor) == 0 else { throw CheckpointError(.writing("fsync", errno), file: name) }
  }

  private func write(_ bytes: [UInt8], at place: Int) throws(CheckpointError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(CheckpointError) in
      var done = 0
      while let start = buffer.baseAddress, done < buffer.count {
        let written = operations.writeAt(descriptor, start + done, buffer.count - done, place + done)
        if written < 0 {
          if errno == EINTR { continue }
          throw CheckpointError(.writing("write", errno), file: name)
        }
        done += written
      }
    }
  }
}

extension FileOperations {
  /// Moves a file into a place, over what lies there.
  package func move(_ path: String, to target: String) throws(CheckpointError) {
    guard rename(path, target) == 0 else { throw CheckpointError(.writing("rename", errno), file: target) }
  }
}
