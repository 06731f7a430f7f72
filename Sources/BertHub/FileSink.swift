import Foundation

/// The call by which downloaded bytes reach the disk, as a value, so that tests can have it fail.
package struct FileSink: Sendable {
  /// As `write(2)`: the number of bytes taken, or a negative number with `errno` set.
  package var write: @Sendable (Int32, UnsafeRawPointer, Int) -> Int

  package init(write: @escaping @Sendable (Int32, UnsafeRawPointer, Int) -> Int) {
    self.write = write
  }

  /// The system's own.
  package static let system = FileSink { Foundation.write($0, $1, $2) }
}

extension HubError.Reason {
  /// The reason behind an error number.
  static func system(_ operation: String, _ code: Int32) -> Self {
    switch code {
    case ENOSPC, EDQUOT: .diskFull
    case EACCES, EROFS, EPERM: .notWritable
    default: .io(operation: operation, code: code)
    }
  }
}
