/// How a file is compressed, told by its first bytes.
package enum Compression: String, Equatable {
  case none, gzip, bzip2, zstd

  /// - Parameter start: the file's first bytes, at least four where it has as many.
  package init(start: some Sequence<UInt8>) {
    let bytes = Array(start.prefix(4))
    if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if bytes.count == 4, bytes.starts(with: Array("BZh".utf8)), (0x31...0x39).contains(bytes[3]) {
      self = .bzip2
    } else if bytes == [0x28, 0xB5, 0x2F, 0xFD] {
      self = .zstd
    } else if bytes.count == 4, bytes[0] & 0xF0 == 0x50, bytes[1...] == [0x2A, 0x4D, 0x18] {
      // A skippable frame, with which parallel compressors begin.
      self = .zstd
    } else {
      self = .none
    }
  }

  /// The name of a format of archives that is not supported, for a message; nil where the bytes begin none that is
  /// known.
  package static func unreadable(start: some Sequence<UInt8>) -> String? {
    let bytes = Array(start.prefix(6))
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a zip archive" }
    if bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) { return "an xz archive" }
    if bytes.starts(with: [0x37, 0x7A, 0xBC, 0xAF]) { return "a 7z archive" }
    return nil
  }

  /// The extensions of compressed files.
  package static let endings: Set<String> = ["gz", "bz2", "zst"]

  /// A decompressor for the file; nil where it is not compressed, or the library cannot allocate its memory.
  func unpacker() -> (any Unpacker)? {
    switch self {
    case .none: nil
    case .gzip: GzipUnpacker()
    case .bzip2: Bzip2Unpacker()
    case .zstd: ZstdUnpacker()
    }
  }
}
