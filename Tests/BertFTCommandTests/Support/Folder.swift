import Foundation

/// A folder that is gone when nobody needs it any more.
final class Folder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file into it and returns its path.
  @discardableResult
  func write(_ text: String, as name: String) throws -> String { try write(Data(text.utf8), as: name) }

  /// Writes a file into it and returns its path.
  @discardableResult
  func write(_ bytes: Data, as name: String) throws -> String {
    try bytes.write(to: url.appendingPathComponent(name))
    return path(name)
  }

  /// The path of a name in it.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
