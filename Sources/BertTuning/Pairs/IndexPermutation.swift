/// A random order of the numbers 0 ..< count that is not stored: the number at each place is computed.
///
/// A Feistel network over the next power of four, whose results beyond the count are sent through it again (Black and
/// Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
struct IndexPermutation {
  let count: Int
  private let halfBits: UInt64
  private let keys: [UInt64]

  private static let rounds = 6

  /// - Parameter seed: Another seed gives another order.
  init(count: Int, seed: UInt64) {
    precondition(count > 0, "an order is of at least one number")
    self.count = count
    let bits = UInt64(Int.bitWidth - (count - 1).leadingZeroBitCount)
    halfBits = max(1, (bits + 1) / 2)
    keys = (0..<UInt64(Self.rounds)).map { Self.mixed(seed &+ $0 &* 0x9E37_79B9_7F4A_7C15) }
  }

  /// The number at a place, both in 0 ..< count.
  subscript(place: Int) -> Int {
    precondition((0..<count).contains(place), "the place must be in the order")
    var value = UInt64(place)
    repeat { value = encrypted(value) } while value >= UInt64(count)
    return Int(value)
  }

  private func encrypted(_ value: UInt64) -> UInt64 {
    let mask = (1 << halfBits) - 1 as UInt64
    var left = value >> halfBits, right = value & mask
    for key in keys { (left, right) = (right, left ^ (Self.mixed(right ^ key) & mask)) }
    return left << halfBits | right
  }

  /// SplitMix64's finalizer.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
