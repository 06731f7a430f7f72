import BertStorage
import Foundation

/// An unfinished download: `name.partial`, and beside it `name.partial.etag` with the entity tag of its version.
///
/// The caller holds the directory's lock, so that no other process writes to these files.
final class PartialFile {
  private let target: URL
  private let path: String
  private let tagPath: String
  private let file: GrowingFile
  private let operations: FileOperations

  /// Opens the partial file of a target with the bytes of earlier attempts, or creates it.
  init(for target: URL, operations: FileOperations) throws(HubError) {
    self.target = target
    self.operations = operations
    let path = target.path + ".partial"
    self.path = path
    tagPath = path + ".etag"
    file = try HubError.onFiles { () throws(FileError) in
      try GrowingFile(at: path, keeping: nil, name: target.path, operations: operations)
    }
  }

  /// The number of bytes received so far.
  var size: Int { file.size }

  /// The entity tag of the version that the bytes belong to, if it is a strong one.
  var tag: String? {
    guard let data = FileManager.default.contents(atPath: tagPath), data.count < 1000 else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    return text.hasPrefix("\"") && !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) ? text : nil
  }

  /// Deletes all bytes and begins a new version; a weak tag does not identify bytes and is not kept.
  func begin(tag: String?) throws(HubError) {
    try HubError.onFiles { () throws(FileError) in try file.cut(to: 0) }
    _ = unlink(tagPath)
    if let tag, tag.hasPrefix("\"") {
      // If the tag cannot be written, the download merely cannot be resumed.
      _ = FileManager.default.createFile(atPath: tagPath, contents: Data(tag.utf8))
    }
  }

  /// Appends bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
    try HubError.onFiles { () throws(FileError) in try file.append(bytes) }
  }

  /// Appends the content of a file.
  func append(contentsOf source: URL) throws(HubError) {
    try HubError.onFiles { () throws(FileError) in
      let mapping = try MappedFile(path: source.path)
      try mapping.withBytes(0..<mapping.size) { (bytes) throws(FileError) in try file.append(bytes) }
    }
  }

  /// Deletes the bytes from an offset on, so that the next ones are written there.
  func cut(to place: Int) throws(HubError) {
    guard size >= place else { throw HubError(.wrongSize(expected: place, found: size), target.path) }
    try HubError.onFiles { () throws(FileError) in try file.cut(to: place) }
  }

  /// The SHA-256 of the bytes received so far.
  func sha256() throws(HubError) -> String {
    try HubError.onFiles { () throws(FileError) in try FileDigest.sha256(of: URL(fileURLWithPath: path)) }
  }

  /// Flushes the bytes to the disk and renames the file to its final name.
  func finish() throws(HubError) {
    try HubError.onFiles { () throws(FileError) in
      try file.synchronize()
      try operations.move(path, to: target.path)
    }
    _ = unlink(tagPath)
  }

  /// Ends a failed download: keeps bytes that a later attempt can resume from, and deletes others. The file must not be
  /// used afterwards.
  func leave(after error: HubError) {
    switch error.reason {
    case .wrongHash, .wrongSize, .notFound, .unauthorised: remove()
    default: if size == 0 { remove() }
    }
  }

  /// Deletes the files. The file must not be used afterwards.
  func remove() {
    _ = unlink(path)
    _ = unlink(tagPath)
  }
}
