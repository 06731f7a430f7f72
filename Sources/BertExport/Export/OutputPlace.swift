package import BertData
package import Foundation

/// Checks whether an output may be written to a path, before hours of work.
package enum OutputPlace {
  /// Checks that a path is free or an empty directory.
  ///
  /// - Throws: `outputTaken`.
  package static func checkDirectory(_ url: URL) throws(ExportError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else { return }
    guard isDirectory.boolValue else { throw .outputTaken(path: url.relativePath, reason: "it is not a directory") }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    guard names.isEmpty else { throw .outputTaken(path: url.relativePath, reason: "the directory is not empty") }
  }

  /// Checks that a path is free or a regular file that may be replaced.
  ///
  /// - Parameters:
  ///   - url: The path.
  ///   - source: The input, which the output must not replace.
  /// - Throws: `outputTaken` for a directory, a device, or the input itself.
  package static func check(_ url: URL, source: DataSource? = nil) throws(ExportError) {
    // Links are followed: a link may lead to a device.
    let resolved = url.resolvingSymlinksInPath()
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved.path) else { return }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      let isDirectory = attributes[.type] as? FileAttributeType == .typeDirectory
      throw .outputTaken(path: url.relativePath, reason: isDirectory ? "it is a directory" : "it is not a regular file")
    }
    guard case .file(let input) = source,
      let given = try? FileManager.default.attributesOfItem(atPath: input.resolvingSymlinksInPath().path)
    else { return }
    let isSame =
      given[.systemFileNumber] as? Int == attributes[.systemFileNumber] as? Int
      && given[.systemNumber] as? Int == attributes[.systemNumber] as? Int
    if isSame { throw .outputTaken(path: url.relativePath, reason: "it is the input, which would be lost") }
  }
}
