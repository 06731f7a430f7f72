import BertFT
import Foundation

/// Finds the directory of a model named on the command line.
enum ModelLocation {
  /// A directory that exists, else a name from the catalogue, else a Hub id.
  ///
  /// - Throws: `CommandFailure` for a path that does not exist; what the hub throws for a name.
  static func directory(of name: String, hub: Hub, console: Console) throws -> URL {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory) {
      guard isDirectory.boolValue else {
        throw CommandFailure(
          .inputMissing, "\(name): this is a file, not the directory of a model",
          remedy: "Give the directory that holds config.json and model.safetensors.")
      }
      return URL(fileURLWithPath: name, isDirectory: true)
    }
    guard !isPath(name) else {
      throw CommandFailure(
        .inputMissing, "\(name): no such directory",
        remedy: "Give a directory that holds a model, or a name from the catalogue (bertft models list).")
    }
    if let cached = hub.cachedModel(name) { return cached }
    let drawing = DownloadDrawing(console: console)
    defer { console.endProgress() }
    return try Waiting.result { try await hub.model(name) { drawing.show($0) } }
  }

  /// Whether a name can only be meant as a path: a Hub id has at most one slash and begins with neither dot nor slash.
  private static func isPath(_ name: String) -> Bool {
    name.isEmpty || name.hasPrefix("/") || name.hasPrefix(".") || name.hasPrefix("~") || name.hasSuffix("/")
      || name.utf8.count(where: { $0 == UInt8(ascii: "/") }) > 1
  }
}
