import Foundation

/// A regular file mapped read-only into memory for as long as the object lives.
///
/// The mapping is private and the descriptor stays open, so renaming or deleting the file does no harm. A file that
/// another program *truncates* in place loses its pages, and touching them is a fatal signal: `withBytes` therefore
/// checks the size of the file before each access and throws if it shrank. A truncation during the access itself
/// remains possible, as for every reader of mapped files; checkpoints are replaced by renaming, never in place.
package final class MappedFile: Sendable {
  /// The file's path.
  package let path: String
  /// Bytes in the file.
  package let size: Int
  private let descriptor: Int32
  private let address: UInt

  /// Opens and maps a file. An empty file is valid and maps nothing.
  ///
  /// - Throws: `notFound`, `notReadable`, `notARegularFile` or `io`.
  package init(path: String) throws(FileError) {
    // O_NONBLOCK: opening a pipe by mistake must not wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(.opening(errno), path) }
    var isKept = false
    defer { if !isKept { _ = close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError(.io(operation: "fstat", code: errno), path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(.notARegularFile, path) }
    size = Int(status.st_size)
    if size > 0 {
      guard let mapping = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), mapping != MAP_FAILED else {
        throw FileError(.io(operation: "mmap", code: errno), path)
      }
      address = UInt(bitPattern: mapping)
    } else {
      address = 0
    }
    self.path = path
    self.descriptor = descriptor
    isKept = true
  }

  deinit {
    if let mapping = UnsafeMutableRawPointer(bitPattern: address) { _ = munmap(mapping, size) }
    _ = close(descriptor)
  }

  /// Calls `body` with the bytes of a range that lies inside the file.
  ///
  /// - Throws: `shrunkSinceOpened` if the file has become too short, or what `body` throws.
  package func withBytes<Result, Failure: FileFailure>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let found = try Failure.onFiles { () throws(FileError) in try bytes(of: range) }
    return try withExtendedLifetime(self) { () throws(Failure) -> Result in try body(found) }
  }

  /// Calls `body`, which cannot fail, with the bytes of a range that lies inside the file.
  ///
  /// - Throws: `shrunkSinceOpened` if the file has become too short.
  package func withBytes<Result>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(FileError) -> Result {
    let found = try bytes(of: range)
    return withExtendedLifetime(self) { body(found) }
  }

  private func bytes(of range: Range<Int>) throws(FileError) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= size, "the range must lie inside the file")
    guard !range.isEmpty, let start = UnsafeRawPointer(bitPattern: address) else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(.io(operation: "fstat", code: errno), path) }
    guard Int(status.st_size) >= range.upperBound else {
      throw FileError(.shrunkSinceOpened(wanted: range.upperBound, found: Int(status.st_size)), path)
    }
    return UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
  }
}

extension MappedFile {
  /// Releases the memory of all pages read so far. A later access reads them from the file again.
  ///
  /// Weights are copied once and then not read from the file again; without this, they would occupy memory twice for
  /// the rest of the run. It releases the whole file, not a range: reading one range also maps pages around it, which
  /// may belong to ranges that were released before.
  package func release() {
    guard let start = UnsafeMutableRawPointer(bitPattern: address) else { return }
    _ = madvise(start, size, MADV_DONTNEED)
  }
}
