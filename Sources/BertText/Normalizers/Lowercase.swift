/// Makes each scalar lower case, independent of its neighbours.
struct Lowercase: Normalizer {
  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
  }

  func normalize(_ text: inout AlignedText) {
    text.expand { scalar, emit in ReferenceUnicode.lowercase(scalar, emit) }
  }
}

/// Drops combining marks (category M*). Accented letters must be decomposed before.
struct StripAccents: Normalizer {
  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.isBelow(0x80) }

  func normalize(_ text: inout AlignedText) { text.remove(where: ReferenceUnicode.isMark) }
}
