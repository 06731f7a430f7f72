/// A trie as a double array in the format of Darts-clone, which SentencePiece's normalization rules use.
///
/// A unit has 32 bits: bits 0–7 are the byte of the transition to it, bit 8 says whether a key ends here, and bits
/// 10–30 are the exclusive or of its index and the base of its children. A unit with bit 31 is a value.
enum DoubleArray {
  /// The number of units whose indices fit into 21 bits.
  private static let limit = 1 << 21

  /// The units for keys and their values; nil if there would be too many.
  ///
  /// - Parameter keys: sorted by bytes, none empty, none twice, without zero bytes; values are below 2^31.
  static func units(for keys: [(bytes: [UInt8], value: UInt32)]) -> [UInt32]? {
    var array = Placement()
    var queue: [(place: Int, depth: Int, keys: Range<Int>)] = [(0, 0, keys.indices)]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      var rest = node.keys
      // The byte 0 stands for the value of a key that ends here; it sorts before all others.
      var labels: [Int] = []
      var children: [Range<Int>] = []
      while let first = rest.first {
        let label = keys[first].bytes.count == node.depth ? 0 : Int(keys[first].bytes[node.depth])
        let end =
          rest.first { label == 0 ? $0 > first : Int(keys[$0].bytes[node.depth]) != label } ?? rest.upperBound
        labels.append(label)
        children.append(first..<end)
        rest = end..<rest.upperBound
      }
      guard !labels.isEmpty else { continue }
      let base = array.place(labels)
      guard array.units.count <= limit else { return nil }
      array.units[node.place] |= UInt32(node.place ^ base) << 10 | (labels[0] == 0 ? 1 << 8 : 0)
      for (label, keyRange) in zip(labels, children) {
        if label == 0 {
          array.units[base] = keys[keyRange.lowerBound].value | 1 << 31
        } else {
          array.units[base ^ label] = UInt32(label)
          queue.append((base ^ label, node.depth + 1, keyRange))
        }
      }
    }
    return array.units
  }

  /// The units, in blocks of 256 so that every byte leads to an existing unit, and which of them are in use.
  private struct Placement {
    var units: [UInt32] = []
    private var isTaken: [Bool] = []
    private var isBase: [Bool] = []
    private var firstFree = 1

    init() {
      grow()
      isTaken[0] = true
    }

    /// Finds a base that no other node has and whose units `base ^ label` are free, and reserves those units.
    mutating func place(_ labels: [Int]) -> Int {
      while firstFree < units.count, isTaken[firstFree] { firstFree += 1 }
      var slot = firstFree
      while true {
        if slot >= units.count { grow() }
        let base = slot ^ labels[0]
        if !isTaken[slot], !isBase[base], labels.allSatisfy({ !isTaken[base ^ $0] }) {
          isBase[base] = true
          for label in labels { isTaken[base ^ label] = true }
          return base
        }
        slot += 1
      }
    }

    private mutating func grow() {
      units += [UInt32](repeating: 0, count: 256)
      isTaken += [Bool](repeating: false, count: 256)
      isBase += [Bool](repeating: false, count: 256)
    }
  }
}
