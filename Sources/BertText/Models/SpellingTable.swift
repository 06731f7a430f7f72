/// A hash table from distinct spellings to ids, to which spellings are added.
struct SpellingTable {
  /// A spelling's range in `bytes`, and its id.
  struct Word: BitwiseCopyable {
    var start: Int32
    var end: Int32
    var id: Int32
  }

  private(set) var bytes: [UInt8] = []
  /// The spellings in the order of their first occurrence.
  private(set) var words: [Word] = []
  /// Indices into `words` by the hash of the spelling (open addressing); -1 for a free slot.
  private(set) var places: [Int32]

  /// An empty table with room for the spellings of some entries.
  /// - Throws: `vocabularyTooComplex` where the spellings exceed 2 GB.
  init(for entries: [(spelling: [UInt8], id: Int)], file: String) throws(TokenizerError) {
    let byteCount = entries.reduce(0) { $0 + $1.spelling.count }
    guard byteCount <= Int(Int32.max), entries.count <= Int(Int32.max) else { throw .vocabularyTooComplex(file: file) }
    var placeCount = 64
    while placeCount < entries.count * 2 { placeCount *= 2 }
    places = [Int32](repeating: -1, count: placeCount)
    bytes.reserveCapacity(byteCount)
    words.reserveCapacity(entries.count)
  }

  /// Sets the id of a spelling. Returns the id that it had before, if any.
  mutating func set(_ spelling: [UInt8], id: Int32) -> Int32? {
    let slot = slot(of: spelling)
    if places[slot] >= 0 {
      let place = Int(places[slot])
      defer { words[place].id = id }
      return words[place].id
    }
    places[slot] = Int32(words.count)
    words.append(Word(start: Int32(bytes.count), end: Int32(bytes.count + spelling.count), id: id))
    bytes += spelling
    return nil
  }

  /// The index in `words` of a spelling.
  func place(of spelling: [UInt8]) -> Int? {
    let place = places[slot(of: spelling)]
    return place >= 0 ? Int(place) : nil
  }

  func spelling(at place: Int) -> ArraySlice<UInt8> { bytes[Int(words[place].start)..<Int(words[place].end)] }

  private func slot(of spelling: [UInt8]) -> Int {
    spelling.withUnsafeBufferPointer { wanted in
      Self.slot(of: wanted, in: places) { self.spelling(at: $0).elementsEqual(wanted) }
    }
  }

  /// The slot in `places` of a spelling, or the free slot in which it would be inserted.
  /// - Parameter matches: whether the spelling at an index of `words` is this one.
  static func slot(
    of spelling: UnsafeBufferPointer<UInt8>, in places: [Int32], matches: (Int) -> Bool
  ) -> Int {
    // Swift's hash is seeded, so that no vocabulary can be written whose spellings all collide.
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(spelling))
    var slot = hasher.finalize() & (places.count - 1)
    while places[slot] >= 0, !matches(Int(places[slot])) { slot = (slot + 1) & (places.count - 1) }
    return slot
  }
}
