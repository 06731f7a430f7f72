/// An error that can hold an error of the file system.
package protocol FileFailure: Error {
  /// Wraps an error of the file system.
  init(_ error: FileError)
}

extension FileError: FileFailure {
  package init(_ error: FileError) { self = error }
}

extension FileFailure {
  /// Runs work on files; an error of the file system becomes one of this type.
  package static func onFiles<Value: ~Copyable>(
    _ work: () throws(FileError) -> Value
  ) throws(Self) -> Value {
    do {
      return try work()
    } catch {
      throw Self(error)
    }
  }
}
