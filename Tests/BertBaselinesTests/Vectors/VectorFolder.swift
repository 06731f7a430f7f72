import Foundation

/// A directory of its own for one test, removed with the value that owns it.
final class VectorFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-vectors-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ content: some Sequence<UInt8>, as name: String = "vectors") throws -> URL {
    let place = self[name]
    try Data(content).write(to: place)
    return place
  }

  subscript(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// What lies in the directory, sorted.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}
