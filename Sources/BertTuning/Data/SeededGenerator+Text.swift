import BertData

extension SeededGenerator {
  /// A number from 0 to 1 that follows from a text and the seed: which texts are held out, equal ones together.
  static func uniform(of text: String, seed: UInt64) -> Double {
    // FNV-1a, then one step of a generator, for the hash of short texts is not spread evenly.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var generator = SeededGenerator(seed: hash ^ (seed &* 0x9E37_79B9_7F4A_7C15))
    return generator.nextUniform()
  }
}
