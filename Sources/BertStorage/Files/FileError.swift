import Foundation

/// An error of the file system: the place, what is wrong, and what to do next.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible, CodedError {
  /// What is wrong.
  public let fault: Fault
  /// The path of the file or directory concerned.
  public let path: String

  package init(_ fault: Fault, _ path: String) {
    self.fault = fault
    self.path = path
  }

  /// The kinds of error that call for different remedies.
  public enum Fault: Sendable, Equatable {
    /// The path does not exist.
    case notFound
    /// The directory of a file to be written does not exist.
    case directoryMissing
    /// The path leads to a directory, a pipe or a device.
    case notARegularFile
    /// The place where this program would keep its work in progress is taken by something that it did not write.
    case notOurs
    /// Permission to read is denied: `EACCES` or `EPERM` on opening for reading.
    case notReadable
    /// Permission to write is denied: `EACCES`, `EPERM` or `EROFS`.
    case notWritable
    /// The disk is full, or the quota is used up.
    case diskFull
    /// The file became shorter while it was open; both in bytes.
    case shrunkSinceOpened(wanted: Int, found: Int)
    /// The system refused an operation; `code` is an `errno`.
    case io(operation: String, code: Int32)
  }

  /// The class of the error.
  public var code: ErrorCode { fault.code }

  /// One line: the path, what is wrong, and what to do next.
  public var description: String { "\(path): \(fault.complaint); \(fault.remedy)" }
}

extension FileError.Fault {
  /// The class of the error.
  package var code: ErrorCode {
    switch self {
    case .notFound, .notReadable: .inputMissing
    case .notOurs: .usage
    case .notARegularFile: .badData
    case .directoryMissing, .notWritable, .shrunkSinceOpened, .io: .io
    case .diskFull: .tryAgain
    }
  }

  /// What is wrong, without the place.
  package var complaint: String {
    switch self {
    case .notFound: "there is no such file or directory"
    case .directoryMissing: "there is no such directory"
    case .notARegularFile: "this is not a regular file"
    case .notOurs: "the work under way would be kept here, and something else lies here that is not replaced"
    case .notReadable: "permission to read this file is denied"
    case .notWritable: "permission to write here is denied"
    case .diskFull: "the disk is full or the quota is used up"
    case .shrunkSinceOpened(let wanted, let found):
      "the file became smaller while it was open: \(Counted(wanted, "byte is", "bytes are")) needed, \(Counted(found, "is", "are")) left"
    case .io(let operation, let code): "\(operation) failed: \(String(cString: strerror(code)))"
    }
  }

  /// What to do next.
  package var remedy: String {
    switch self {
    case .notFound: "check the path"
    case .directoryMissing: "create it first, or choose another place"
    case .notARegularFile: "give a regular file"
    case .notOurs: "move it away, or choose another place for the output"
    case .notReadable: "change its permissions"
    case .notWritable: "choose another place or change its permissions"
    case .diskFull: "free some space, then try again; nothing was replaced"
    case .shrunkSinceOpened: "do not write to a file while it is in use; fetch it again"
    case .io: "check the disk and the permissions, then try again"
    }
  }

  /// The fault behind an `errno` of opening a file for reading.
  package static func opening(_ code: Int32) -> Self {
    switch code {
    case ENOENT, ENOTDIR: .notFound
    case EISDIR: .notARegularFile
    case EACCES, EPERM: .notReadable
    default: .io(operation: "open", code: code)
    }
  }

  /// The fault behind an `errno` met while writing.
  package static func writing(_ operation: String, _ code: Int32) -> Self {
    switch code {
    case ENOSPC, EDQUOT: .diskFull
    case EACCES, EROFS, EPERM: .notWritable
    case ENOENT: .directoryMissing
    default: .io(operation: operation, code: code)
    }
  }
}
