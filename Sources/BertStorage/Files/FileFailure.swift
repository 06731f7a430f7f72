/// An error that can say what the file system objected to.
package protocol FileFailure: Error {
  init(_ error: FileError)
}

extension FileError: FileFailure {
  package init(_ error: FileError) { self = error }
}

extension FileFailure {
  /// Runs work on files; an objection of the file system becomes an error of this type.
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
