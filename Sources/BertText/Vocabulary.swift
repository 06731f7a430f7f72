/// Spellings and ids, compared byte for byte.
struct Vocabulary: Sendable {
  /// All spellings end to end.
  private let bytes: [UInt8]
  /// Where the spelling of each id lies in `bytes`; `nil` for a hole.
  private let ranges: [Range<Int>?]
  private let idsBySpelling: [[UInt8]: Int32]

  /// The largest id that is accepted: what is beyond would only make tables that nothing fills.
  static let greatestID = (1 << 24) - 1

  /// - Throws: `emptyVocabulary`, `duplicateToken`, `duplicateID`, `idOutOfRange`.
  init(_ entries: [(spelling: [UInt8], id: Int)], file: String) throws(TokenizerError) {
    guard !entries.isEmpty else { throw .emptyVocabulary(file: file) }
    var largest = 0
    for entry in entries {
      guard entry.id >= 0, entry.id <= Self.greatestID else {
        throw .idOutOfRange(file: file, token: String(decoding: entry.spelling, as: UTF8.self), id: entry.id)
      }
      largest = max(largest, entry.id)
    }
    var bytes: [UInt8] = []
    var ranges = [Range<Int>?](repeating: nil, count: largest + 1)
    var idsBySpelling: [[UInt8]: Int32] = [:]
    idsBySpelling.reserveCapacity(entries.count)
    for entry in entries {
      guard idsBySpelling.updateValue(Int32(entry.id), forKey: entry.spelling) == nil else {
        throw .duplicateToken(file: file, token: String(decoding: entry.spelling, as: UTF8.self))
      }
      guard ranges[entry.id] == nil else { throw .duplicateID(file: file, id: entry.id) }
      ranges[entry.id] = bytes.count..<(bytes.count + entry.spelling.count)
      bytes += entry.spelling
    }
    self.bytes = bytes
    self.ranges = ranges
    self.idsBySpelling = idsBySpelling
  }

  /// The largest id + 1.
  var size: Int { ranges.count }

  func id(of spelling: some Sequence<UInt8>) -> Int32? { idsBySpelling[Array(spelling)] }

  func spelling(of id: Int32) -> ArraySlice<UInt8>? {
    guard id >= 0, Int(id) < ranges.count, let range = ranges[Int(id)] else { return nil }
    return bytes[range]
  }

  /// Every spelling with its id, in order of ids.
  var entries: [(spelling: ArraySlice<UInt8>, id: Int32)] {
    ranges.enumerated().compactMap { id, range in range.map { (bytes[$0], Int32(id)) } }
  }
}
