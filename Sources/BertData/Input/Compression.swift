/// How a file is packed, told by its first bytes.
package enum Compression: Equatable {
  case none, gzip, bzip2

  /// - Parameter start: the file's first bytes, at least four where it has as many.
  package init(start: some Sequence<UInt8>) {
    let bytes = Array(start.prefix(4))
    if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if bytes.count == 4, bytes.starts(with: Array("BZh".utf8)), (0x31...0x39).contains(bytes[3]) {
      self = .bzip2
    } else {
      self = .none
    }
  }

  /// The name of a packing that is not read, for a message; nil where the bytes are of none known.
  package static func unreadable(start: some Sequence<UInt8>) -> String? {
    let bytes = Array(start.prefix(6))
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a zip archive" }
    if bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) { return "an xz archive" }
    if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return "a Zstandard archive" }
    if bytes.starts(with: [0x37, 0x7A, 0xBC, 0xAF]) { return "a 7z archive" }
    return nil
  }
}

/// Unpacks a stream piece by piece in constant memory.
package protocol Unpacker {
  /// The packing's name, for messages.
  static var name: String { get }

  /// Unpacks from `input` into `output` until either is used up or a member of the stream ends.
  ///
  /// - Returns: bytes taken and given; `isMemberEnd` after the last byte of a member; nil for damaged bytes.
  mutating func unpack(_ input: ArraySlice<UInt8>, into output: inout [UInt8], from start: Int) -> UnpackedPiece?

  /// Makes ready for another member behind the one that ended.
  mutating func restart() -> Bool
}

/// What one call of an ``Unpacker`` did.
package struct UnpackedPiece {
  package var taken: Int
  package var given: Int
  package var isMemberEnd: Bool
}
