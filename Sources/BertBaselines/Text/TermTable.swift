import BertStorage

/// Terms and their numbers, compared byte for byte.
///
/// A `Dictionary` keyed by `String` would hold canonically equivalent spellings to be one, and takes several times the
/// memory. All terms lie in one array; a table of slots with linear probing finds them.
///
/// - Complexity: O(length of the term) for a look-up, on average.
package struct TermTable: Sendable {
  private var bytes: [UInt8] = []
  /// Term i ends at `ends[i + 1]` and begins at `ends[i]`.
  private var ends = [0]
  /// Number of a term + 1; 0 is empty. A power of two, at most half full.
  private var slots = [Int32](repeating: 0, count: 16)

  package init() {}

  /// Terms with the numbers 0 ..< count.
  package var count: Int { ends.count - 1 }

  /// The bytes of a term.
  package subscript(number: Int) -> ArraySlice<UInt8> { bytes[ends[number]..<ends[number + 1]] }

  /// The number of a term; nil where it is not here.
  package func number(of term: ArraySlice<UInt8>) -> Int? {
    let found = slots[slot(of: term)]
    return found == 0 ? nil : Int(found) - 1
  }

  /// The number of a term, a new one where it is not here yet.
  package mutating func insert(_ term: ArraySlice<UInt8>) -> Int {
    let place = slot(of: term)
    if slots[place] != 0 { return Int(slots[place]) - 1 }
    bytes.append(contentsOf: term)
    ends.append(bytes.count)
    slots[place] = Int32(count)
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    for number in 0..<count { slots[slot(of: self[number])] = Int32(number + 1) }
  }

  /// Where a term is, or the empty slot where it belongs.
  private func slot(of term: ArraySlice<UInt8>) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: FNV1a.folded(term)) & mask
    while slots[place] != 0, !equals(Int(slots[place]) - 1, term) { place = (place + 1) & mask }
    return place
  }

  private func equals(_ number: Int, _ term: ArraySlice<UInt8>) -> Bool {
    let start = ends[number]
    guard ends[number + 1] - start == term.count else { return false }
    var index = start
    for byte in term {
      if bytes[index] != byte { return false }
      index += 1
    }
    return true
  }
}
