import BertStorage
import Foundation

/// A file beside the weights of a bundle, whose hash is in `bertft.json`.
enum BundleFile {
  /// The place of a file, after its SHA-256 was compared with that in `bertft.json`.
  ///
  /// - Parameters:
  ///   - name: The file's name.
  ///   - directory: The bundle.
  ///   - digest: The SHA-256 in `bertft.json`.
  /// - Throws: `fileMissing`, `fileMalformed`, `file`.
  static func checked(_ name: String, in directory: URL, digest: String) throws(InferenceError) -> URL {
    let url = directory.appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .fileMissing(path: url.path, remedy: "it belongs to the bundle; restore it, or train again")
    }
    let found = try InferenceError.onFiles { () throws(FileError) in try FileDigest.sha256(of: url) }
    guard found == digest else {
      throw .fileMalformed(path: url.path, reason: "it is not the bundle's file; restore it, or train again")
    }
    return url
  }
}
