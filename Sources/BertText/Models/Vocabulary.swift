/// Spellings and ids, as in the reference: spellings are compared byte by byte, of equal ones the last counts, and
/// several spellings may share one id.
struct Vocabulary: Sendable {
  /// The spelling of an id whose entry was replaced by a later entry of the same spelling.
  enum EarlierSpelling {
    /// None: the id has no spelling (`vocab.txt` and `vocab.json`, which are maps from spellings to ids).
    case dropped
    /// The same spelling (Unigram, whose vocabulary is a list in order of ids).
    case kept
  }

  /// A spelling's range in `bytes`, and its id.
  private struct Word: BitwiseCopyable {
    var start: Int32
    var end: Int32
    var id: Int32
  }

  /// All spellings, concatenated.
  private let bytes: [UInt8]
  /// The distinct spellings: first the one that each id is shown by, in order of ids, then the others.
  private let words: [Word]
  /// For each id the index in `words` of the spelling that it is shown by; -1 for an id without one.
  private let shown: [Int32]
  /// Indices into `words` by the hash of the spelling (open addressing); -1 for a free slot. The size is a power of
  /// two.
  private let places: [Int32]
  /// The index in `words` of the first spelling that its id is not shown by, since the id has another one.
  private let firstShared: Int

  /// What a user should know about the entries, one line each.
  let warnings: [String]

  /// The largest id that is accepted: greater ones would only make large, nearly empty tables.
  static let greatestID = (1 << 24) - 1

  /// The largest id that is accepted for a number of entries: tables have a row for each id, and few entries must not
  /// make large tables.
  static func greatestID(ofEntries count: Int) -> Int { min(greatestID, count * 16 + 65_535) }

  /// - Parameters:
  ///   - entries: spellings and ids.
  ///   - earlier: the spelling of an id whose entry is replaced by a later one.
  ///   - warnings: lines that come before those about the entries.
  ///   - file: the file's name, for warnings and errors.
  /// - Throws: `emptyVocabulary`, `idOutOfRange`, `vocabularyTooComplex` beyond 2 GB of spellings.
  init(
    _ entries: [(spelling: [UInt8], id: Int)], earlier: EarlierSpelling = .dropped, warnings: [String] = [],
    file: String
  ) throws(TokenizerError) {
    guard !entries.isEmpty else { throw .emptyVocabulary(file: file) }
    let greatestID = Self.greatestID(ofEntries: entries.count)
    var largest = 0
    for entry in entries {
      guard entry.id >= 0, entry.id <= greatestID else {
        throw .idOutOfRange(file: file, token: String(decoding: entry.spelling, as: UTF8.self), id: entry.id)
      }
      largest = max(largest, entry.id)
    }
    var table = try SpellingTable(for: entries, file: file)
    var findings = VocabularyFindings()
    for (spelling, id) in entries {
      if let former = table.set(spelling, id: Int32(id)) {
        findings.noteRepeated(spelling, from: Int(former), to: id)
      }
    }
    var shown = [Int32](repeating: -1, count: largest + 1)
    // Of several spellings of an id the last is shown; in the reference it may be any of them.
    for (place, word) in table.words.enumerated() { shown[Int(word.id)] = Int32(place) }
    var ordered: [Word] = []
    ordered.reserveCapacity(table.words.count)
    var newPlaces = [Int32](repeating: -1, count: table.words.count)
    for id in shown.indices where shown[id] >= 0 {
      let word = table.words[Int(shown[id])]
      newPlaces[Int(shown[id])] = Int32(ordered.count)
      shown[id] = Int32(ordered.count)
      ordered.append(Word(start: word.start, end: word.end, id: word.id))
    }
    firstShared = ordered.count
    for (place, word) in table.words.enumerated() where newPlaces[place] < 0 {
      newPlaces[place] = Int32(ordered.count)
      ordered.append(Word(start: word.start, end: word.end, id: word.id))
      findings.noteShared(table.spelling(at: place), id: Int(word.id))
    }
    if earlier == .kept {
      for (spelling, id) in entries where shown[id] < 0 {
        if let place = table.place(of: spelling) { shown[id] = newPlaces[place] }
      }
    }
    bytes = table.bytes
    words = ordered
    places = table.places.map { $0 < 0 ? -1 : newPlaces[Int($0)] }
    self.shown = shown
    self.warnings = warnings + findings.warnings(file: file)
  }

  /// The largest id + 1.
  var size: Int { shown.count }

  /// The number of distinct spellings.
  var spellingCount: Int { words.count }

  func id(of spelling: [UInt8]) -> Int32? {
    spelling.withUnsafeBufferPointer { place(of: $0) }.map { words[$0].id }
  }

  private func place(of spelling: UnsafeBufferPointer<UInt8>) -> Int? {
    let slot = SpellingTable.slot(of: spelling, in: places) { self.spelling(at: $0).elementsEqual(spelling) }
    return places[slot] >= 0 ? Int(places[slot]) : nil
  }

  /// The id of the token for a byte, such as `<0x0A>`.
  func id(ofByte byte: Int) -> Int32? {
    let digits = Array("0123456789ABCDEF".utf8)
    return id(of: Array("<0x".utf8) + [digits[byte >> 4 & 15], digits[byte & 15]] + Array(">".utf8))
  }

  func spelling(of id: Int32) -> ArraySlice<UInt8>? {
    guard id >= 0, Int(id) < shown.count, shown[Int(id)] >= 0 else { return nil }
    return spelling(at: Int(shown[Int(id)]))
  }

  /// Every distinct spelling with its id: in order of ids, then those whose id is shown by another spelling.
  var entries: [(spelling: ArraySlice<UInt8>, id: Int32)] {
    words.indices.map { (spelling(at: $0), words[$0].id) }
  }

  private func spelling(at place: Int) -> ArraySlice<UInt8> {
    bytes[Int(words[place].start)..<Int(words[place].end)]
  }
}

extension Vocabulary {
  // Matchers give the number of a spelling, which distinguishes spellings that share an id: the number is the id
  // itself, and for a spelling that its id is not shown by a number from `size` on.

  /// Whether several spellings share an id.
  var hasSharedIDs: Bool { firstShared < words.count }

  /// The largest number of a spelling + 1.
  var numberCount: Int { size + words.count - firstShared }

  /// Every distinct spelling with its number.
  var numbered: [(spelling: ArraySlice<UInt8>, number: Int32)] {
    words.indices.map { (spelling(at: $0), number(at: $0)) }
  }

  private func number(at place: Int) -> Int32 {
    place < firstShared ? words[place].id : Int32(size + place - firstShared)
  }

  /// The number of a spelling.
  func number(of spelling: UnsafeBufferPointer<UInt8>) -> Int32? { place(of: spelling).map { number(at: $0) } }

  /// The id of a spelling by its number.
  func id(ofNumber number: Int32) -> Int32 {
    Int(number) < size ? number : words[Int(number) - size + firstShared].id
  }

  /// A spelling by its number.
  func spelling(ofNumber number: Int32) -> ArraySlice<UInt8>? {
    Int(number) < size ? spelling(of: number) : spelling(at: Int(number) - size + firstShared)
  }
}
