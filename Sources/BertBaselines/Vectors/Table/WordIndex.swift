import BertStorage

/// A vocabulary for word vectors: the words' bytes one after the other, and a hash table with linear probing whose
/// slots hold a word's number plus one.
struct WordIndex {
  private(set) var bytes: [UInt8] = []
  /// Where each word ends in `bytes`.
  private(set) var ends: [Int] = []
  /// The number of slots is a power of two; at most half of them are taken.
  private(set) var slots = [UInt32](repeating: 0, count: 16)

  var count: Int { ends.count }

  /// The number of a word; nil if it is not in the index.
  func number(of word: some Collection<UInt8>) -> Int? {
    let slot = slots[place(of: word)]
    return slot == 0 ? nil : Int(slot) - 1
  }

  /// The bytes of a word.
  func word(_ number: Int) -> ArraySlice<UInt8> { bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]] }

  /// Inserts a word and returns its number; nil if it is in the index already.
  mutating func insert(_ word: some Collection<UInt8>) -> Int? {
    let place = place(of: word)
    guard slots[place] == 0 else { return nil }
    bytes += word
    ends.append(bytes.count)
    slots[place] = UInt32(ends.count)
    if ends.count * 2 > slots.count { grow() }
    return ends.count - 1
  }

  /// The slot of a word, or the empty slot for it.
  private func place(of word: some Collection<UInt8>) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: FNV1a.folded(word)) & mask
    while slots[place] != 0, !self.word(Int(slots[place]) - 1).elementsEqual(word) { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for number in 0..<ends.count {
      var place = Int(truncatingIfNeeded: FNV1a.folded(word(number))) & mask
      while slots[place] != 0 { place = (place + 1) & mask }
      slots[place] = UInt32(number + 1)
    }
  }
}
