public import Foundation

/// Small files, written so that no reader ever sees a part of one.
public enum AtomicFile {
  /// Writes bytes aside in the same directory, synchronises, and renames over the target. A symbolic link is replaced,
  /// not followed. On failure the target is as it was, and nothing is left beside it.
  ///
  /// - Throws: `diskFull`, `notWritable`, `notFound` (of the directory) or `io`.
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
