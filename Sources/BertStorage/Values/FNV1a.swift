/// FNV-1a of 64 bits: a fast hash for tables and for noticing that something is another thing; no defence against anyone
/// who looks for two values with one hash.
///
/// Source: Fowler, Noll and Vo, draft-eastlake-fnv.
package struct FNV1a {
  /// The hash of what was taken in.
  @usableFromInline
  package var value: UInt64

  /// The hash of nothing.
  @inlinable
  package init() { self.init(continuing: 0xCBF2_9CE4_8422_2325) }

  /// Goes on from a hash.
  @inlinable
  package init(continuing value: UInt64) { self.value = value }

  /// Takes one unit in: a byte, or a code point as a whole.
  @inlinable
  package mutating func add(_ unit: some FixedWidthInteger) {
    value = (value ^ UInt64(truncatingIfNeeded: unit)) &* 0x100_0000_01B3
  }

  /// The hash of bytes, its high half folded onto the low one: tables choose slots by the lowest bits.
  @inlinable
  package static func folded(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = FNV1a()
    for byte in bytes { hash.add(byte) }
    return hash.value ^ hash.value >> 32
  }
}
