import BertStorage
public import Foundation

/// A trained classifier as a directory that transformers loads too, with `bertft.json` beside the usual files.
public struct ClassifierBundle: Sendable {
  /// The directory.
  public let url: URL
  /// What `bertft.json` says.
  public let record: BundleRecord

  /// The file by which a directory is recognized as a bundle.
  public static let recordName = "bertft.json"

  /// Whether a directory is a bundle of bertft.
  public static func exists(at url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(recordName).path)
  }

  /// Reads the record of a bundle and checks that the tokenizer is the one the model was trained with.
  ///
  /// - Throws: `fileMissing`, `fileMalformed`, `newerFormat`, `tokenizerChanged`, `file`.
  public init(contentsOf url: URL) throws(InferenceError) {
    let file = url.appendingPathComponent(Self.recordName)
    let data = try ModelFiles.read(file, remedy: "a bundle is what 'bertft train' writes")
    struct Format: Decodable { let format_version: Int }
    do {
      let format = try JSONDecoder().decode(Format.self, from: data).format_version
      guard format <= BundleRecord.newestFormat else {
        throw InferenceError.newerFormat(path: file.path, found: format, known: BundleRecord.newestFormat)
      }
      record = try JSONDecoder().decode(BundleRecord.self, from: data)
    } catch let error as InferenceError {
      throw error
    } catch {
      throw .fileMalformed(path: file.path, reason: "not a bundle's record; restore the file, or train again")
    }
    self.url = url
    for (name, digest) in record.tokenizerFiles.sorted(by: { $0.key < $1.key }) {
      // A name with a slash could point anywhere; we never write one.
      guard !name.contains("/"), name != ".." else {
        throw .fileMalformed(path: file.path, reason: "tokenizer file '\(name)' is not in the bundle")
      }
      let part = url.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: part.path) else {
        throw .fileMissing(path: part.path, remedy: "it belongs to the bundle; restore it, or train again")
      }
      let found = try InferenceError.onFiles { () throws(FileError) in try FileDigest.sha256(of: part) }
      guard found == digest else { throw .tokenizerChanged(path: part.path) }
    }
  }
}
