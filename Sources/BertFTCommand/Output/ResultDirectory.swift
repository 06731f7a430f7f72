import BertStorage
import Foundation

/// A directory for the files of a result.
struct ResultDirectory {
  let directory: URL

  init(_ path: String) { directory = URL(fileURLWithPath: path, isDirectory: true) }

  /// A file of the directory.
  func file(_ name: String) -> URL { directory.appendingPathComponent(name) }

  /// Refuses to replace files that are there already.
  ///
  /// - Parameters:
  ///   - files: The files that will be written.
  ///   - force: Whether files of an earlier run may be replaced.
  /// - Throws: `CommandFailure` where a file or directory is in the way.
  func requireFree(for files: [URL], force: Bool) throws(CommandFailure) {
    let manager = FileManager.default
    if manager.fileExists(atPath: directory.path), !FileSystem.isDirectory(directory) {
      throw CommandFailure(
        .usage, "\(directory.relativePath): this is a file, and the results need a directory",
        remedy: "Choose another place with --out.")
    }
    for file in files where manager.fileExists(atPath: file.path) {
      if FileSystem.isDirectory(file) || !force {
        throw CommandFailure(
          .usage, "\(file.relativePath) is there already",
          remedy:
            "Choose another place with --out\(FileSystem.isDirectory(file) ? "" : ", or replace it with --force").")
      }
    }
  }
}
