import Foundation

/// The system calls that write files, as values, so that tests can make each of them fail.
///
/// Every call returns what the system call returns: a negative number on failure, with `errno` set.
package struct FileOperations: Sendable {
  package var write: @Sendable (Int32, UnsafeRawPointer, Int) -> Int
  /// Descriptor, bytes, count, offset in the file.
  package var writeAt: @Sendable (Int32, UnsafeRawPointer, Int, Int) -> Int
  package var synchronize: @Sendable (Int32) -> Int32
  package var rename: @Sendable (String, String) -> Int32
  /// Exchanges two paths atomically.
  package var exchange: @Sendable (String, String) -> Int32

  package init(
    write: @escaping @Sendable (Int32, UnsafeRawPointer, Int) -> Int = { Foundation.write($0, $1, $2) },
    writeAt: @escaping @Sendable (Int32, UnsafeRawPointer, Int, Int) -> Int = { pwrite($0, $1, $2, off_t($3)) },
    synchronize: @escaping @Sendable (Int32) -> Int32 = { fsync($0) },
    rename: @escaping @Sendable (String, String) -> Int32 = { Foundation.rename($0, $1) },
    exchange: @escaping @Sendable (String, String) -> Int32 = { exchangeNames($0, $1) }
  ) {
    self.write = write
    self.writeAt = writeAt
    self.synchronize = synchronize
    self.rename = rename
    self.exchange = exchange
  }

  /// The calls of the system.
  package static let system = FileOperations()
}

/// `renameat2` with `RENAME_EXCHANGE`, or Darwin's `renamex_np`; fails with `ENOSYS` where neither exists.
private func exchangeNames(_ one: String, _ other: String) -> Int32 {
  #if canImport(Darwin)
    return renamex_np(one, other, UInt32(RENAME_SWAP))
  #else
    guard let call = exchangeCall else {
      errno = ENOSYS
      return -1
    }
    return call(AT_FDCWD, one, AT_FDCWD, other, 1 << 1)
  #endif
}

#if !canImport(Darwin)
  private typealias ExchangeCall =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

  /// Looked up by name, as the C library's headers declare it only under `_GNU_SOURCE`.
  private let exchangeCall = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: ExchangeCall.self) }
#endif
