/// Small random numbers in a row: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), started anew for each sentence, so that
/// what a sentence draws does not depend on who trains it.
package struct WordVectorRandom {
  private var state: UInt64

  package init(seed: UInt64, stream: UInt64) {
    state = seed &+ stream &* 0xD129_0B26_88A8_3F6D
    _ = next()
    state ^= stream
  }

  @inline(__always)
  package mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// In 0..<1, 24 bits.
  @inline(__always)
  package mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// In 0..<bound, bound up to 2^32.
  @inline(__always)
  package mutating func below(_ bound: Int) -> Int { Int(((next() >> 32) &* UInt64(bound)) >> 32) }
}
