import Foundation

/// A download on its way: `name.partial`, and beside it `name.partial.etag` with the version that its bytes belong to.
///
/// The caller holds the lock of the directory, so nobody else writes to these files.
final class PartialFile {
  /// How many bytes have come.
  private(set) var size: Int

  private let target: URL
  private let path: String
  private let tagPath: String
  private let descriptor: Int32
  private let sink: FileSink

  /// Opens the partial file of a target, keeping the bytes of earlier attempts, or creates it.
  init(for target: URL, sink: FileSink) throws(HubError) {
    self.target = target
    self.sink = sink
    path = target.path + ".partial"
    tagPath = path + ".etag"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw HubError(.system("open", errno), target.path) }
    size = Int(lseek(descriptor, 0, SEEK_END))
    if size < 0 {
      // The instance is whole by now, so that `deinit` closes the descriptor.
      throw HubError(.system("lseek", errno), target.path)
    }
  }

  deinit {
    close(descriptor)
  }

  /// The entity tag under which the present bytes were sent, if it was a strong one.
  var tag: String? {
    guard let data = FileManager.default.contents(atPath: tagPath), data.count < 1000 else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    return text.hasPrefix("\"") && !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) ? text : nil
  }

  /// Forgets all bytes and begins a version; a weak tag cannot vouch for a range of bytes and is not kept.
  func begin(tag: String?) throws(HubError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw HubError(.system("ftruncate", errno), target.path)
    }
    size = 0
    _ = unlink(tagPath)
    if let tag, tag.hasPrefix("\"") {
      // Without the tag the download only cannot be continued.
      _ = FileManager.default.createFile(atPath: tagPath, contents: Data(tag.utf8))
    }
  }

  /// Appends bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = sink.write(descriptor, start, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw HubError(.system("write", errno), target.path)
      }
      size += written
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Appends the content of a file, in pieces of a megabyte.
  func append(contentsOf file: URL) throws(HubError) {
    let source = open(file.path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw HubError(.system("open", errno), file.path) }
    defer { close(source) }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = read(source, piece.baseAddress, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw HubError(.system("read", errno), file.path) }
      if count == 0 { return }
      try append(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }

  /// Forgets the bytes behind a place, so that the next come there.
  func cut(to place: Int) throws(HubError) {
    guard size >= place else { throw HubError(.wrongSize(expected: place, found: size), target.path) }
    guard ftruncate(descriptor, off_t(place)) == 0, lseek(descriptor, off_t(place), SEEK_SET) == off_t(place) else {
      throw HubError(.system("ftruncate", errno), target.path)
    }
    size = place
  }

  /// The SHA-256 of what has come.
  func sha256() throws(HubError) -> String {
    try Digest.sha256(of: URL(fileURLWithPath: path))
  }

  /// Brings the bytes to the disk and the file to its place.
  func finish() throws(HubError) {
    guard fsync(descriptor) == 0 else { throw HubError(.system("fsync", errno), target.path) }
    guard rename(path, target.path) == 0 else { throw HubError(.system("rename", errno), target.path) }
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
