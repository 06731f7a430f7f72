import Foundation

/// The calls by which a file reaches the disk, as values, so that tests can make each of them fail.
///
/// Every call gives what the system's gives: a negative number on failure, with `errno` set.
package struct FileOperations: Sendable {
  package var write: @Sendable (Int32, UnsafeRawPointer, Int) -> Int
  /// Descriptor, bytes, count, place in the file.
  package var writeAt: @Sendable (Int32, UnsafeRawPointer, Int, Int) -> Int
  package var synchronize: @Sendable (Int32) -> Int32
  package var rename: @Sendable (String, String) -> Int32

  package init(
    write: @escaping @Sendable (Int32, UnsafeRawPointer, Int) -> Int = { Foundation.write($0, $1, $2) },
    writeAt: @escaping @Sendable (Int32, UnsafeRawPointer, Int, Int) -> Int = { pwrite($0, $1, $2, off_t($3)) },
    synchronize: @escaping @Sendable (Int32) -> Int32 = { fsync($0) },
    rename: @escaping @Sendable (String, String) -> Int32 = { Foundation.rename($0, $1) }
  ) {
    self.write = write
    self.writeAt = writeAt
    self.synchronize = synchronize
    self.rename = rename
  }

  /// The system's own.
  package static let system = FileOperations()
}
