import BertStorage

/// A vocabulary: terms with their numbers, compared byte for byte.
///
/// A `Dictionary` with `String` keys would regard canonically equivalent spellings as equal, and takes several times
/// the memory. Here all terms are in one array, with a hash table of linear probing.
///
/// - Complexity: O(length of the term) for a lookup, on average.
package struct TermTable: Sendable {
  private var bytes: [UInt8] = []
  /// Term i ends at `ends[i + 1]` and begins at `ends[i]`.
  private var ends = [0]
  /// The number of a term + 1; 0 is empty. The count is a power of two, at most half of it full.
  private var slots = [Int32](repeating: 0, count: 16)

  package init() {}

  /// The number of terms.
  package var count: Int { ends.count - 1 }

  /// The bytes of a term.
  package subscript(number: Int) -> ArraySlice<UInt8> { bytes[ends[number]..<ends[number + 1]] }

  /// The number of a term; nil if it is not in the table.
  package func number(of term: ArraySlice<UInt8>) -> Int? {
    let found = slots[slot(of: term)]
    return found == 0 ? nil : Int(found) - 1
  }

  /// The number of a term, which is inserted if it is not in the table.
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

  /// The slot of a term, or the empty slot for it.
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
