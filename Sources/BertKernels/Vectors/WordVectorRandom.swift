/// A sequence of random numbers: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Each sentence has a stream of its
/// own, so that its numbers do not depend on the thread that trains it.
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

  /// A uniform number in 0..<1 of 24 bits.
  @inline(__always)
  package mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A uniform integer in 0..<bound, with a bound of at most 2^32.
  @inline(__always)
  package mutating func below(_ bound: Int) -> Int { Int(((next() >> 32) &* UInt64(bound)) >> 32) }
}
