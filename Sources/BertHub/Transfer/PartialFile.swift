import BertStorage
import Foundation

/// A download on its way: `name.partial`, and beside it `name.partial.etag` with the version that its bytes belong to.
///
/// The caller holds the lock of the directory, so nobody else writes to these files.
final class PartialFile {
  private let target: URL
  private let path: String
  private let tagPath: String
  private let file: GrowingFile
  private let operations: FileOperations

  /// Opens the partial file of a target, keeping the bytes of earlier attempts, or creates it.
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

  /// How many bytes have come.
  var size: Int { file.size }

  /// The entity tag under which the present bytes were sent, if it was a strong one.
  var tag: String? {
    guard let data = FileManager.default.contents(atPath: tagPath), data.count < 1000 else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    return text.hasPrefix("\"") && !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) ? text : nil
  }

  /// Forgets all bytes and begins a version; a weak tag cannot vouch for a range of bytes and is not kept.
  func begin(tag: String?) throws(HubError) {
    try HubError.onFiles { () throws(FileError) in try file.cut(to: 0) }
    _ = unlink(tagPath)
    if let tag, tag.hasPrefix("\"") {
      // Without the tag the download only cannot be continued.
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

  /// Forgets the bytes behind a place, so that the next come there.
  func cut(to place: Int) throws(HubError) {
    guard size >= place else { throw HubError(.wrongSize(expected: place, found: size), target.path) }
    try HubError.onFiles { () throws(FileError) in try file.cut(to: place) }
  }

  /// The SHA-256 of what has come.
  func sha256() throws(HubError) -> String {
    try HubError.onFiles { () throws(FileError) in try FileDigest.sha256(of: URL(fileURLWithPath: path)) }
  }

  /// Brings the bytes to the disk and the file to its place.
  func finish() throws(HubError) {
    try HubError.onFiles { () throws(FileError) in
      try file.synchronize()
      try operations.move(path, to: target.path)
    }
    _ = unlink(tagPath)
  }

  /// Ends a download that failed: keeps what a later attempt can go on from, and nothing else. Not to be used after.
  func leave(after error: HubError) {
    switch error.reason {
    case .wrongHash, .wrongSize, .notFound, .unauthorised: remove()
    default: if size == 0 { remove() }
    }
  }

  /// Removes all traces. Not to be used after.
  func remove() {
    _ = unlink(path)
    _ = unlink(tagPath)
  }
}
