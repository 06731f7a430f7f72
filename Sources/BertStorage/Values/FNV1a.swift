/// FNV-1a of 64 bits: a fast hash for tables and for detecting changes. It does not resist deliberate collisions.
///
/// Source: Fowler, Noll and Vo, draft-eastlake-fnv.
package struct FNV1a {
  /// The hash of the units added so far.
  @usableFromInline
  package var value: UInt64

  /// The hash of an empty input.
  @inlinable
  package init() { self.init(continuing: 0xCBF2_9CE4_8422_2325) }

  /// Continues from the hash of earlier units.
  @inlinable
  package init(continuing value: UInt64) { self.value = value }

  /// Adds one unit: a byte, or a whole code point.
  @inlinable
  package mutating func add(_ unit: some FixedWidthInteger) {
    value = (value ^ UInt64(truncatingIfNeeded: unit)) &* 0x100_0000_01B3
  }

  /// The hash of bytes, with its high half xor-ed into the low one: tables choose slots by the lowest bits.
  @inlinable
  package static func folded(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = FNV1a()
    for byte in bytes { hash.add(byte) }
    return hash.value ^ hash.value >> 32
  }
}
