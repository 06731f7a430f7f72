import Foundation

/// A directory for the files of one input. Every reader under test opens files by their paths.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("fuzzing-\(getpid())", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// Writes a file, replacing what stood there.
  func write(_ name: String, _ content: Data) -> URL {
    let file = url.appendingPathComponent(name, isDirectory: false)
    do {
      try content.write(to: file)
    } catch {
      fatalError("no file could be written: \(error)")
    }
    return file
  }

  /// Removes a file, if it is there.
  func remove(_ name: String) {
    unlink(url.appendingPathComponent(name, isDirectory: false).path)
  }
}
