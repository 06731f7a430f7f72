/// Byte-pair encoding: neighbouring symbols, at first a piece's scalars or bytes, are merged in the order of the
/// merges' ranks.
///
/// Byte-level vocabularies spell bytes with visible letters. Where possible the model works on the bytes themselves,
/// and the letters only appear in spellings.
final class BytePairModel: SubwordModel {
  /// One symbol of a piece during merging, in a doubly linked list, so that a merge moves no symbols.
  struct Symbol: BitwiseCopyable {
    var id: Int32
    /// The length in bytes; 0 for a symbol that was merged into its neighbour.
    var length: Int32
    var previous: Int32
    var next: Int32
  }

  /// The settings of a model, beside its vocabulary and merges.
  struct Settings {
    var unknownToken: [UInt8]?
    /// The prefix of every symbol except a piece's first.
    var continuationPrefix: [UInt8] = []
    /// The suffix of a piece's last symbol.
    var endSuffix: [UInt8] = []
    /// Whether adjacent unknown symbols become one.
    var fusesUnknown = false
    /// Whether an unknown scalar becomes the tokens of its bytes, such as `<0x0A>`.
    var fallsBackToBytes = false
    /// Whether a piece that is in the vocabulary becomes that token without merging.
    var ignoresMerges = false
    /// Whether pieces consist of the bytes themselves, instead of letters that stand for them.
    var takesBytes = false
  }

  let unknownID: Int32?
  let settings: Settings
  private let vocabulary: Vocabulary
  private let merges: PairTable
  /// For each byte the token of that byte (with `takesBytes`) or of that ASCII scalar; -1 where there is none.
  private let byteIDs: Table<Int32>
  /// For each byte its token such as `<0x0A>`, or -1; empty without `fallsBackToBytes`.
  private let fallbackIDs: [Int32]
  /// Tokens by their bytes, for `takesBytes` with `ignoresMerges`.
  private let tokensByBytes: [[UInt8]: Int32]

  /// - Parameters:
  ///   - vocabulary: the tokens.
  ///   - merges: pairs of spellings in the order of their ranks.
  ///   - settings: the model's other settings.
  ///   - file: the file's name, for errors.
  /// - Throws: `invalidField` for a merge whose parts or result are not in the vocabulary, `missingSpecialToken`.
  init(
    _ vocabulary: Vocabulary, merges: [(left: [UInt8], right: [UInt8])], settings: Settings, file: String
  ) throws(TokenizerError) {
    self.settings = settings
    self.vocabulary = vocabulary
    if let unknown = settings.unknownToken {
      guard let id = vocabulary.id(of: unknown) else {
        throw .missingSpecialToken(file: file, role: "unknown", token: String(decoding: unknown, as: UTF8.self))
      }
      unknownID = id
    } else {
      unknownID = nil
    }
    self.merges = PairTable(try Self.pairs(merges, vocabulary, settings, file: file))
    byteIDs = Table(
      (0..<256).map { byte in
        guard settings.takesBytes || byte < 128 else { return -1 }
        var spelling: [UInt8] = []
        UTF8Scan.encode(settings.takesBytes ? ByteAlphabet.letters[byte] : UInt32(byte)) { spelling.append($0) }
        return vocabulary.id(of: spelling) ?? -1
      })
    fallbackIDs = settings.fallsBackToBytes ? (0..<256).map { vocabulary.id(ofByte: $0) ?? -1 } : []
    var tokensByBytes: [[UInt8]: Int32] = [:]
    if settings.takesBytes, settings.ignoresMerges {
      for (spelling, id) in vocabulary.entries {
        if let bytes = ByteAlphabet.bytes(of: spelling) { tokensByBytes[bytes] = id }
      }
    }
    self.tokensByBytes = tokensByBytes
  }

  private static func pairs(
    _ merges: [(left: [UInt8], right: [UInt8])], _ vocabulary: Vocabulary, _ settings: Settings, file: String
  ) throws(TokenizerError) -> [(left: Int32, right: Int32, merge: PairTable.Merge)] {
    var pairs: [(left: Int32, right: Int32, merge: PairTable.Merge)] = []
    pairs.reserveCapacity(merges.count)
    for (rank, (left, right)) in merges.enumerated() {
      let whole = left + right.dropFirst(settings.continuationPrefix.count)
      func id(_ spelling: [UInt8]) throws(TokenizerError) -> Int32 {
        if let id = vocabulary.id(of: spelling) { return id }
        throw .invalidField(
          file: file, field: "merge \(rank)",
          reason: "\"\(String(decoding: spelling, as: UTF8.self))\" is not in the vocabulary")
      }
      guard let rank = Int32(exactly: rank) else {
        throw .invalidField(file: file, field: "merges", reason: "there are too many")
      }
      pairs.append((try id(left), try id(right), PairTable.Merge(rank: rank, id: try id(whole))))
    }
    return pairs
  }

  func cut(_ piece: UnsafeBufferPointer<UInt8>, _ scratch: inout ModelScratch) {
    if settings.ignoresMerges {
      let whole = Array(piece)
      if let id = settings.takesBytes ? tokensByBytes[whole] : vocabulary.id(of: whole) {
        scratch.tokens.append(PieceToken(id: id, start: 0, end: Int32(truncatingIfNeeded: piece.count)))
        return
      }
    }
    scratch.symbols.removeAll(keepingCapacity: true)
    if settings.takesBytes {
      for byte in piece { append(byteIDs.pointer[Int(byte)], 1, &scratch.symbols) }
    } else {
      appendScalars(of: piece, &scratch.symbols)
    }
    if scratch.symbols.count <= Self.longestScanned {
      mergeByScanning(&scratch.symbols)
    } else {
      mergeByQueue(&scratch)
    }
    var start: Int32 = 0
    for symbol in scratch.symbols where symbol.length > 0 {
      scratch.tokens.append(PieceToken(id: symbol.id, start: start, end: start + symbol.length))
      start += symbol.length
    }
  }

  // MARK: Symbols

  @inline(__always)
  private func append(_ id: Int32, _ length: Int32, _ symbols: inout [Symbol]) {
    guard id >= 0 else { return }
    symbols.append(Symbol(id: id, length: length, previous: Int32(symbols.count) - 1, next: Int32(symbols.count) + 1))
  }

  /// Appends the symbols of a piece's scalars. The settings say how unknown scalars are treated; without an unknown
  /// token they are dropped, as in the reference.
  private func appendScalars(of piece: UnsafeBufferPointer<UInt8>, _ symbols: inout [Symbol]) {
    let isPlain = settings.continuationPrefix.isEmpty && settings.endSuffix.isEmpty
    // The number of bytes of unknown scalars that will become one symbol.
    var unknown: Int32 = 0
    func flush() {
      if unknown > 0, let unknownID { append(unknownID, unknown, &symbols) }
      unknown = 0
    }
    var index = 0
    while index < piece.count {
      let length = UTF8Scan.scalar(piece, at: index).length
      let scalar = piece[index..<(index + length)]
      var id: Int32 = -1
      var spelling: [UInt8] = []
      if isPlain && length == 1 {
        id = byteIDs.pointer[Int(piece[index])]
      } else {
        if index > 0 { spelling = settings.continuationPrefix }
        spelling += scalar
        if index + length == piece.count { spelling += settings.endSuffix }
        id = vocabulary.id(of: spelling) ?? -1
      }
      index += length
      if id >= 0 {
        flush()
        append(id, Int32(length), &symbols)
        continue
      }
      if settings.fallsBackToBytes {
        let bytes = isPlain ? Array(scalar) : spelling
        if bytes.allSatisfy({ fallbackIDs[Int($0)] >= 0 }) {
          for byte in bytes { append(fallbackIDs[Int(byte)], 1, &symbols) }
          continue
        }
      }
      if !settings.fusesUnknown { flush() }
      unknown += Int32(length)
    }
    flush()
  }

  // MARK: Merging

  /// The greatest number of symbols for which scanning all pairs is faster than a queue.
  private static let longestScanned = 40

  private func mergeByScanning(_ symbols: inout [Symbol]) {
    // Here `previous` holds the rank of the pair that begins at the symbol, and `next` the id that the pair becomes.
    var count = symbols.count
    func look(_ index: Int) {
      if index + 1 < count, let merge = merges[symbols[index].id, symbols[index + 1].id] {
        symbols[index].previous = merge.rank
        symbols[index].next = merge.id
      } else {
        symbols[index].previous = .max
      }
    }
    for index in 0..<count { look(index) }
    while true {
      var best = Int32.max
      var place = 0
      for index in 0..<count where symbols[index].previous < best {
        best = symbols[index].previous
        place = index
      }
      guard best < .max else { break }
      symbols[place].id = symbols[place].next
      symbols[place].length += symbols[place + 1].length
      count -= 1
      for index in (place + 1)..<max(place + 1, count) { symbols[index] = symbols[index + 1] }
      look(place)
      if place > 0 { look(place - 1) }
    }
    symbols.removeSubrange(count...)
  }

  private func mergeByQueue(_ scratch: inout ModelScratch) {
    let count = scratch.symbols.count
    scratch.waiting.removeAll()
    for index in 0..<(count - 1) {
      if let merge = merges[scratch.symbols[index].id, scratch.symbols[index + 1].id] {
        scratch.waiting.insert(rank: merge.rank, place: index)
      }
    }
    while let (rank, place) = scratch.waiting.next() {
      let symbol = scratch.symbols[place]
      let right = Int(symbol.next)
      // Entries of the queue may be out of date.
      guard symbol.length > 0, right < count, let merge = merges[symbol.id, scratch.symbols[right].id],
        merge.rank == rank
      else { continue }
      scratch.symbols[place].id = merge.id
      scratch.symbols[place].length += scratch.symbols[right].length
      scratch.symbols[place].next = scratch.symbols[right].next
      scratch.symbols[right].length = 0
      let after = Int(scratch.symbols[place].next)
      if after < count {
        scratch.symbols[after].previous = Int32(place)
        if let next = merges[merge.id, scratch.symbols[after].id] {
          scratch.waiting.insert(rank: next.rank, place: place)
        }
      }
      let before = Int(symbol.previous)
      if before >= 0, let next = merges[scratch.symbols[before].id, merge.id] {
        scratch.waiting.insert(rank: next.rank, place: before)
      }
    }
  }
}
