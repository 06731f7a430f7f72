/// The visible letters that stand for bytes in byte-level vocabularies: a byte that is printable in Latin-1 is written
/// as that character, the others as the scalars from U+0100 on, in order (`bytes_to_unicode` of GPT-2).
enum ByteAlphabet {
  /// The letter of each byte.
  static let letters: [UInt32] = {
    var letters = [UInt32](repeating: 0, count: 256)
    var next: UInt32 = 0x100
    for byte in UInt32(0)..<256 {
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: letters[Int(byte)] = byte
      default:
        letters[Int(byte)] = next
        next += 1
      }
    }
    return letters
  }()

  /// The byte of each letter below U+0144; -1 for scalars that stand for no byte.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, letter) in letters.enumerated() { bytes[Int(letter)] = Int16(byte) }
    return bytes
  }()

  /// The byte that a letter stands for.
  static func byte(of letter: UInt32) -> UInt8? {
    guard letter < bytes.count, bytes[Int(letter)] >= 0 else { return nil }
    return UInt8(truncatingIfNeeded: bytes[Int(letter)])
  }

  /// The bytes that a spelling stands for, or `nil` where one of its scalars stands for no byte.
  static func bytes(of spelling: ArraySlice<UInt8>) -> [UInt8]? {
    spelling.withUnsafeBufferPointer { buffer in
      var result: [UInt8] = []
      var index = 0
      while index < buffer.count {
        let (scalar, length) = UTF8Scan.scalar(buffer, at: index)
        guard let byte = byte(of: scalar) else { return nil }
        result.append(byte)
        index += length
      }
      return result
    }
  }
}

/// Writes each byte of a text as a visible letter (`ByteLevel` of the `tokenizers` crate).
struct ByteLevelNormalizer: Normalizer {
  func normalize(_ text: inout AlignedText) {
    text.expand { scalar, emit in UTF8Scan.encode(scalar) { emit(ByteAlphabet.letters[Int($0)]) } }
  }
}
