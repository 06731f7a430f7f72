import BertStorage
import Foundation

/// A directory that gets several files of a result.
struct ResultDirectory {
  let directory: URL

  init(_ path: String) { directory = URL(fileURLWithPath: path, isDirectory: true) }

  func file(_ name: String) -> URL { directory.appendingPathComponent(name) }

  /// - Parameters:
  ///   - files: What is to be written there.
  ///   - force: Whether those of an earlier run may be replaced.
  /// - Throws: `CommandFailure` where something else is in the way.
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
