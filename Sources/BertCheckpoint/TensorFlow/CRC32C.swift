/// The cyclic redundancy check with Castagnoli's polynomial, which LevelDB and TensorFlow use.
///
/// Sources: RFC 3720, appendix B.4; LevelDB, `util/crc32c.h`, for the mask.
package struct CRC32C {
  /// The checksum of the bytes added so far.
  package private(set) var value: UInt32 = 0

  package init() {}

  /// Adds bytes.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var register = ~value, at = 0
    Self.tables.withUnsafeBufferPointer { tables in
      while at + 8 <= bytes.count {
        let word =
          UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) ^ UInt64(register)
        register = 0
        for place in 0..<8 { register ^= tables[(7 - place) << 8 | Int(word >> UInt64(8 * place) & 0xFF)] }
        at += 8
      }
      while at < bytes.count {
        register = tables[Int((register ^ UInt32(bytes[at])) & 0xFF)] ^ register >> 8
        at += 1
      }
    }
    value = ~register
  }

  /// The masked checksum, which files store: a plain checksum of bytes that contain checksums is weak.
  package var masked: UInt32 { (value >> 15 | value << 17) &+ 0xA282_EAD8 }

  /// The masked checksum of bytes.
  package static func masked(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var check = CRC32C()
    check.add(bytes)
    return check.masked
  }

  /// Eight tables of 256 entries (slicing-by-8): the contribution of each byte of a word of eight bytes, the last byte
  /// first.
  private static let tables: [UInt32] = {
    var tables = (0..<256).map { byte in
      (0..<8).reduce(UInt32(byte)) { register, _ in register >> 1 ^ (register & 1 == 1 ? 0x82F6_3B78 : 0) }
    }
    for index in 256..<2048 {
      let before = tables[index - 256]
      tables.append(before >> 8 ^ tables[Int(before & 0xFF)])
    }
    return tables
  }()
}
