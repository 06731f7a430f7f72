/// Spellings and ids, compared byte for byte.
struct Vocabulary: Sendable {
  /// All spellings end to end.
  private let bytes: [UInt8]
  /// Where the spelling of each id lies in `bytes`; `nil` for a hole.
  private let ranges: [Range<Int>?]
  /// Ids by the hash of their spelling, open addressing; -1 where a place is free. The size is a power of two.
  private let places: [Int32]

  /// The largest id that is accepted: what is beyond would only make tables that nothing fills.
  static let greatestID = (1 << 24) - 1

  /// The largest id that is accepted of so many entries: tables have a row for each id, so few entries must not make
  /// great tables.
  static func greatestID(ofEntries count: Int) -> Int { min(greatestID, count * 16 + 65_535) }

  /// - Throws: `emptyVocabulary`, `duplicateToken`, `duplicateID`, `idOutOfRange`.
  init(_ entries: [(spelling: [UInt8], id: Int)], file: String) throws(TokenizerError) {
    guard !entries.isEmpty else { throw .emptyVocabulary(file: file) }
    let greatestID = Self.greatestID(ofEntries: entries.count)
    var largest = 0
    for entry in entries {
      guard entry.id >= 0, entry.id <= greatestID else {
        throw .idOutOfRange(file: file, token: String(decoding: entry.spelling, as: UTF8.self), id: entry.id)
      }
      largest = max(largest, entry.id)
    }
    var bytes: [UInt8] = []
    var ranges = [Range<Int>?](repeating: nil, count: largest + 1)
    var placeCount = 64
    while placeCount < entries.count * 2 { placeCount *= 2 }
    var places = [Int32](repeating: -1, count: placeCount)
    for (spelling, id) in entries {
      guard ranges[id] == nil else { throw .duplicateID(file: file, id: id) }
      let place = Self.place(of: spelling[...], bytes, ranges, places)
      guard places[place] < 0 else {
        throw .duplicateToken(file: file, token: String(decoding: spelling, as: UTF8.self))
      }
      places[place] = Int32(id)
      ranges[id] = bytes.count..<(bytes.count + spelling.count)
      bytes += spelling
    }
    self.bytes = bytes
    self.ranges = ranges
    self.places = places
  }

  /// Where a spelling stands, or the free place where it would.
  private static func place(
    of spelling: ArraySlice<UInt8>, _ bytes: [UInt8], _ ranges: [Range<Int>?], _ places: [Int32]
  ) -> Int {
    // Swift's hash is seeded, so a hostile vocabulary cannot aim at one place.
    var hasher = Hasher()
    spelling.withUnsafeBytes { hasher.combine(bytes: $0) }
    var place = hasher.finalize() & (places.count - 1)
    while places[place] >= 0, let range = ranges[Int(places[place])], !bytes[range].elementsEqual(spelling) {
      place = (place + 1) & (places.count - 1)
    }
    return place
  }

  /// The largest id + 1.
  var size: Int { ranges.count }

  func id(of spelling: [UInt8]) -> Int32? {
    let id = places[Self.place(of: spelling[...], bytes, ranges, places)]
    return id >= 0 ? id : nil
  }

  /// The token that spells a byte by its number, `<0x0A>`.
  func id(ofByte byte: Int) -> Int32? {
    let digits = Array("0123456789ABCDEF".utf8)
    return id(of: Array("<0x".utf8) + [digits[byte >> 4 & 15], digits[byte & 15]] + Array(">".utf8))
  }

  func spelling(of id: Int32) -> ArraySlice<UInt8>? {
    guard id >= 0, Int(id) < ranges.count, let range = ranges[Int(id)] else { return nil }
    return bytes[range]
  }

  /// Every spelling with its id, in order of ids.
  var entries: [(spelling: ArraySlice<UInt8>, id: Int32)] {
    ranges.enumerated().compactMap { id, range in range.map { (bytes[$0], Int32(id)) } }
  }
}
