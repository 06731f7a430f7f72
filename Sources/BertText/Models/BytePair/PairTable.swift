/// What becomes of two neighbouring tokens: a hash table that does not move.
struct PairTable: Sendable {
  /// A merge: the earlier the rank, the sooner it is done.
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

  /// - Parameter merges: by pair; of equal pairs the last one counts.
  init(_ merges: [(left: Int32, right: Int32, merge: Merge)]) {
    var size = 16
    while size < merges.count * 2 { size *= 2 }
    let mask = UInt64(size - 1)
    var places = [Place](repeating: Place(pair: Self.free, merge: Merge(rank: 0, id: 0)), count: size)
    for (left, right, merge) in merges {
      let pair = Self.pair(left, right)
      var index = Self.hash(pair) & mask
      while places[Int(index)].pair != Self.free, places[Int(index)].pair != pair { index = (index + 1) & mask }
      places[Int(index)] = Place(pair: pair, merge: merge)
    }
    self.places = Table(places)
    self.mask = mask
  }

  @inline(__always)
  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private static func hash(_ pair: UInt64) -> UInt64 {
    let mixed = pair &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ mixed >> 32
  }

  /// The merge of two tokens, or `nil` where they stay two.
  @inline(__always)
  subscript(left: Int32, right: Int32) -> Merge? {
    let pair = Self.pair(left, right)
    var index = Self.hash(pair) & mask
    while true {
      let place = places.pointer[Int(index)]
      if place.pair == pair { return place.merge }
      if place.pair == Self.free { return nil }
      index = (index + 1) & mask
    }
  }
}
