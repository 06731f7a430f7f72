/// The transitions of a byte trie as a double array: node `n` has a child for byte `c` where `check[base[n] ^ c] == n`,
/// and the child is the node `base[n] ^ c`. A transition takes one memory access (Aoe, "An efficient digital search
/// algorithm by using a double-array structure", 1989).
struct DoubleArray {
  /// The two numbers of a node, side by side so that they share a cache line.
  struct Unit: BitwiseCopyable {
    var base: Int32
    var check: Int32
  }

  private(set) var base: [Int32]
  /// The parent of each node; -1 for a free place, -2 for a root.
  private(set) var check: [Int32]
  /// The search for free places begins here, so that the construction stays linear.
  private var firstFree: Int

  init(roots: Int) {
    base = [Int32](repeating: 0, count: 256)
    check = [Int32](repeating: -1, count: 256)
    for root in 0..<roots { check[root] = -2 }
    firstFree = roots
  }

  private mutating func grow(toHold place: Int) {
    let blocks = place / 256 + 1
    guard blocks * 256 > check.count else { return }
    // The size doubles, so that the arrays are copied only a logarithmic number of times.
    let size = max(blocks * 256, check.count * 2)
    base += repeatElement(0, count: size - base.count)
    check += repeatElement(-1, count: size - check.count)
  }

  /// Gives `node` children for the bytes, which are distinct and not empty.
  mutating func addChildren(of node: Int, bytes: [UInt8]) {
    let first = Int(bytes[0])
    while firstFree < check.count, check[firstFree] != -1 { firstFree += 1 }
    var candidate = firstFree
    // A node with many children rarely fits between others: after some attempts it gets a new block.
    var attempts = 0
    while true {
      grow(toHold: candidate)
      if check[candidate] == -1 {
        let start = candidate ^ first
        if bytes.allSatisfy({ check[start ^ Int($0)] == -1 }) { break }
        attempts += 1
        if attempts > 64 {
          candidate = lastUsedBlockEnd
          grow(toHold: candidate + 255)
          candidate += first
          break
        }
      }
      candidate += 1
    }
    let start = candidate ^ first
    base[node] = Int32(start)
    for byte in bytes {
      let place = start ^ Int(byte)
      check[place] = Int32(node)
      lastUsed = max(lastUsed, place)
    }
  }

  private var lastUsed = 0
  private var lastUsedBlockEnd: Int { (lastUsed / 256 + 1) * 256 }

  func child(of node: Int, byte: UInt8) -> Int? {
    let place = Int(base[node]) ^ Int(byte)
    return check[place] == Int32(node) ? place : nil
  }

  /// The number of places up to the end of the last block that is in use.
  var extent: Int { min(check.count, lastUsedBlockEnd) }

  /// The finished table, `extent` entries long.
  var units: [Unit] { (0..<extent).map { Unit(base: base[$0], check: check[$0]) } }
}
