package import Foundation

/// A temporary directory for one test, which is deleted with this object.
package final class Scratch {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file into the directory.
  package func file(_ name: String, _ content: Data) throws -> URL {
    let place = url.appendingPathComponent(name)
    try content.write(to: place)
    return place
  }

  /// The names of the directory's files, sorted.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}
