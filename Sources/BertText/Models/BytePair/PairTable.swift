/// The merges by pair of tokens: an immutable hash table with open addressing.
struct PairTable: Sendable {
  /// A merge; the lowest rank is done first.
  struct Merge: BitwiseCopyable {
    var rank: Int32
    var id: Int32
  }

  private struct Place: BitwiseCopyable {
    var pair: UInt64
    var merge: Merge
  }

  private static let free = UInt64.max
  private let places: Table<Place>
  private let mask: UInt64
  private let hash: PairHash

  /// - Parameter merges: pairs and their merges; of equal pairs the last one counts.
  init(_ merges: [(left: Int32, right: Int32, merge: Merge)]) {
    var size = 16
    while size < merges.count * 2 { size *= 2 }
    let mask = UInt64(size - 1)
    let hash = PairHash(size: size)
    var places = [Place](repeating: Place(pair: Self.free, merge: Merge(rank: 0, id: 0)), count: size)
    for (left, right, merge) in merges {
      let pair = Self.pair(left, right)
      var index = hash(pair)
      while places[Int(index)].pair != Self.free, places[Int(index)].pair != pair { index = (index + 1) & mask }
      places[Int(index)] = Place(pair: pair, merge: merge)
    }
    self.places = Table(places)
    self.mask = mask
    self.hash = hash
  }

  @inline(__always)
  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The merge of two tokens, or `nil` where there is none.
  @inline(__always)
  subscript(left: Int32, right: Int32) -> Merge? {
    let pair = Self.pair(left, right)
    var index = hash(pair)
    while true {
      let place = places.pointer[Int(index)]
      if place.pair == pair { return place.merge }
      if place.pair == Self.free { return nil }
      index = (index + 1) & mask
    }
  }
}

/// The hash of a pair: the upper bits of its product with an odd number (Dietzfelbinger, Hagerup, Katajainen and
/// Penttonen, "A Reliable Randomized Algorithm for the Closest-Pair Problem", 1997).
///
/// The number is random for each table, so that no vocabulary can be written whose merges all collide. The results of
/// look-ups do not depend on it.
private struct PairHash: BitwiseCopyable {
  private let multiplier: UInt64
  private let shift: UInt64

  /// - Parameter size: the number of places of the table, a power of two above one.
  init(size: Int) {
    multiplier = UInt64.random(in: .min ... .max) | 1
    shift = UInt64(64 - size.trailingZeroBitCount)
  }

  @inline(__always)
  func callAsFunction(_ pair: UInt64) -> UInt64 { (pair &* multiplier) &>> shift }
}
