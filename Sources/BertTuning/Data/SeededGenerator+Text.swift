import BertData

extension SeededGenerator {
  /// A hash of a text and the seed as a uniform number, 0 ..< 1. It decides which texts are held out, so that equal
  /// texts are on the same side.
  static func uniform(of text: String, seed: UInt64) -> Double {
    // FNV-1a, then one step of a generator, because the hashes of short texts are not uniform.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var generator = SeededGenerator(seed: hash ^ (seed &* 0x9E37_79B9_7F4A_7C15))
    return generator.nextUniform()
  }
}
