public import Foundation

/// Writes small files so that no reader ever sees a part of one.
public enum AtomicFile {
  /// Writes bytes to a file in the same directory, synchronizes it, and renames it over the target. A symbolic link is
  /// replaced, not followed. On failure the target is unchanged, and nothing is left beside it.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - url: The target, whose directory must exist.
  /// - Throws: `diskFull`, `notWritable`, `directoryMissing` or `io`.
  public static func write(_ bytes: Data, to url: URL) throws(FileError) {
    try write(bytes, to: url, operations: .system)
  }

  /// The same with other system calls, for tests.
  package static func write(
    _ bytes: Data, to url: URL, operations: FileOperations
  ) throws(FileError) {
    let file = try AsideFile(for: url.path, operations: operations)
    try file.append([UInt8](bytes))
    try file.finish()
  }
}
