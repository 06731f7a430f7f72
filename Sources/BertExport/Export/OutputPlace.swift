package import BertData
package import Foundation

/// Whether a file may be written at a place, asked before hours of work.
package enum OutputPlace {
  /// - Throws: `outputTaken` for what is no directory, or one that holds something.
  package static func checkDirectory(_ url: URL) throws(ExportError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else { return }
    guard isDirectory.boolValue else { throw .outputTaken(path: url.relativePath, reason: "it is not a directory") }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    guard names.isEmpty else { throw .outputTaken(path: url.relativePath, reason: "the directory is not empty") }
  }

  /// - Parameter source: What is read, which must not be replaced by what is written.
  /// - Throws: `outputTaken` for a directory, a device, or the input itself.
  package static func check(_ url: URL, source: DataSource? = nil) throws(ExportError) {
    // Through links: a link to a device leads to the device.
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
