/// Samples words from a distribution in constant time (Walker's alias method; Vose, "A Linear Algorithm for Generating
/// Random Numbers with a Given Distribution", 1991).
package struct NoiseTable: Sendable {
  /// For each word the probability of keeping it, times 2^32, and its alias, which is taken otherwise.
  let entries: [SIMD2<UInt32>]

  /// - Parameter weights: A positive weight for each word, `[V]`, in proportion to its probability; V < 2^31.
  package init(weights: [Double]) {
    let total = weights.reduce(0, +)
    var share = weights.map { $0 / total * Double(weights.count) }
    var entries = weights.indices.map { SIMD2(UInt32.max, UInt32($0)) }
    var small: [Int] = [], large: [Int] = []
    for index in share.indices { if share[index] < 1 { small.append(index) } else { large.append(index) } }
    while let less = small.popLast(), let more = large.last {
      entries[less] = SIMD2(UInt32(min(share[less] * 0x1p32, 4_294_967_295)), UInt32(more))
      share[more] -= 1 - share[less]
      if share[more] < 1 {
        large.removeLast()
        small.append(more)
      }
    }
    self.entries = entries
  }

  /// V, the number of words.
  package var count: Int { entries.count }

  /// The word that 64 random bits select.
  package func word(_ bits: UInt64) -> Int {
    let place = Int(((bits >> 32) &* UInt64(entries.count)) >> 32)
    let entry = entries[place]
    return UInt32(truncatingIfNeeded: bits) < entry[0] ? place : Int(entry[1])
  }
}
