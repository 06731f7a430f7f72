/// Encodes texts one after the other, without special tokens around them.
///
/// A text is read once: each scalar's action is looked up, the bytes of a word are collected in a buffer, and at the
/// word's end the automaton splits it into subwords. Beyond the result it needs only the buffer of one word, however
/// long the text.
struct SegmentEncoder: ~Copyable {
  private let model: WordPieceModel
  // Copies of the model's parts that every word needs.
  private let matcher: WordPieceAutomaton.Matcher
  private let longestWord: Int
  private let unknownID: Int32
  /// Whether the matcher gives numbers of spellings (`Vocabulary.numbered`), which must be converted to ids.
  private let hasNumbers: Bool
  /// Whether offsets are wanted; without them no alignment is kept.
  private let tracksOffsets: Bool

  private(set) var ids: [Int32] = []
  /// One per token where offsets are tracked, else empty.
  private(set) var offsets: [Range<Int>] = []
  /// The spellings of tokens that differ from the vocabulary's, by the token's index; only where offsets are tracked.
  private(set) var spellings: [Int: String] = [:]

  // The current word.
  private var bytes: UnsafeMutablePointer<UInt8>
  /// For each byte of the word, the range of original scalars that it is aligned to.
  private var starts: UnsafeMutablePointer<Int>
  private var ends: UnsafeMutablePointer<Int>
  private var capacity: Int
  private var byteCount = 0
  private var scalarCount = 0
  private var wordStart = 0
  private var wordEnd = 0

  init(_ model: WordPieceModel, tracksOffsets: Bool) {
    self.model = model
    matcher = model.automaton.matcher
    longestWord = model.longestWord
    unknownID = model.unknownID
    hasNumbers = model.vocabulary.hasSharedIDs
    self.tracksOffsets = tracksOffsets
    // Room for the longest word of a BERT, a hundred scalars of up to four bytes.
    capacity = 512
    bytes = .allocate(capacity: capacity)
    starts = .allocate(capacity: tracksOffsets ? capacity : 1)
    ends = .allocate(capacity: tracksOffsets ? capacity : 1)
  }

  deinit {
    bytes.deallocate()
    starts.deallocate()
    ends.deallocate()
  }

  /// Encodes a text; its tokens replace those of the text before.
  mutating func encode(_ text: String) {
    ids.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    spellings.removeAll(keepingCapacity: true)
    var text = text
    text.withUTF8 { encodeRaw($0) }
  }

  /// Finds the added tokens that are matched in the raw text, and encodes the parts between them.
  private mutating func encodeRaw(_ text: UnsafeBufferPointer<UInt8>) {
    var covered = 0
    var scalars = 0
    model.added.raw.forEachMatch(in: text) { match in
      if covered < match.bytes.lowerBound {
        scalars = encodePiece(UnsafeBufferPointer(rebasing: text[covered..<match.bytes.lowerBound]), offset: scalars)
      } else {
        scalars -= UTF8Scan.count(UnsafeBufferPointer(rebasing: text[match.bytes.lowerBound..<covered]))
      }
      let matched = UnsafeBufferPointer(rebasing: text[match.bytes])
      let length = UTF8Scan.count(matched)
      append(match.token, spelling: matched, offsets: scalars..<(scalars + length))
      scalars += length
      covered = match.bytes.upperBound
    }
    if covered < text.count { _ = encodePiece(UnsafeBufferPointer(rebasing: text[covered...]), offset: scalars) }
  }

  private mutating func append(_ token: AddedToken, spelling: UnsafeBufferPointer<UInt8>, offsets range: Range<Int>) {
    if tracksOffsets {
      offsets.append(range)
      spellings[ids.count] = String(decoding: spelling, as: UTF8.self)
    }
    ids.append(token.id)
  }

  /// Encodes a part without added tokens that are matched in the raw text. Returns the offset of the scalar after it.
  private mutating func encodePiece(_ text: UnsafeBufferPointer<UInt8>, offset: Int) -> Int {
    guard model.added.normalized.isEmpty else {
      encodeMatchingNormalized(text, offset: offset)
      return offset + UTF8Scan.count(text)
    }
    return encodePlain(text, offset: offset)
  }

  /// The slow path, for tokenizers with added tokens that are matched in normalized text.
  private mutating func encodeMatchingNormalized(_ text: UnsafeBufferPointer<UInt8>, offset: Int) {
    var aligned = AlignedText(text, offset: offset)
    model.normalizer.normalize(&aligned)
    var normalized: [UInt8] = []
    // For each byte, the index of its unit.
    var unitOfByte: [Int] = []
    for (index, unit) in aligned.units.enumerated() {
      UTF8Scan.encode(unit.scalar) {
        normalized.append($0)
        unitOfByte.append(index)
      }
    }
    normalized.withUnsafeBufferPointer { bytes in
      var covered = 0
      model.added.normalized.forEachMatch(in: bytes) { match in
        if covered < match.bytes.lowerBound {
          encode(aligned.units[unitOfByte[covered]...unitOfByte[match.bytes.lowerBound - 1]])
        }
        let first = aligned.units[unitOfByte[match.bytes.lowerBound]]
        let last = aligned.units[unitOfByte[match.bytes.upperBound - 1]]
        append(
          match.token, spelling: UnsafeBufferPointer(rebasing: bytes[match.bytes]),
          offsets: Int(first.start)..<Int(max(first.start, last.end)))
        covered = match.bytes.upperBound
      }
      if covered < bytes.count { encode(aligned.units[unitOfByte[covered]...]) }
    }
  }

  /// Splits normalized text into words, and encodes them.
  private mutating func encode(_ units: ArraySlice<AlignedText.Unit>) {
    for unit in units {
      if ReferenceUnicode.isWhitespace(unit.scalar) {
        finishWord()
      } else if ReferenceUnicode.isPunctuation(unit.scalar) {
        finishWord()
        extendWord(unit.scalar, Int(unit.start), Int(unit.end))
        finishWord()
      } else {
        extendWord(unit.scalar, Int(unit.start), Int(unit.end))
      }
    }
    finishWord()
  }

  /// The fast path: one look-up per scalar. Returns the offset of the scalar after the text.
  private mutating func encodePlain(_ text: UnsafeBufferPointer<UInt8>, offset: Int) -> Int {
    let map = model.map
    let table = map.table.pointer
    var position = offset
    var index = 0
    // The state at the last ASCII white space, to return to if marks after it must be reordered.
    var run = (index: 0, position: offset, tokens: ids.count)
    while index < text.count {
      let lead = text[index]
      if lead < 0x80 {
        let entry = table[Int(lead)]
        switch entry.action {
        case CharacterMap.Action.word:
          extendWord(ascii: UInt8(truncatingIfNeeded: entry.scalar), position)
        case CharacterMap.Action.isolated:
          finishWord()
          extendWord(ascii: UInt8(truncatingIfNeeded: entry.scalar), position)
          finishWord()
        case CharacterMap.Action.space:
          finishWord()
          run = (index + 1, position + 1, ids.count)
        default: break
        }
        index += 1
        position += 1
        continue
      }
      let (scalar, length) = UTF8Scan.scalar(text, at: index)
      let entry = scalar < CharacterMap.tableSize ? table[Int(scalar)] : map.entry(of: scalar)
      if entry.action == CharacterMap.Action.reordering {
        (index, position) = encodeReordering(text, run)
        run = (index, position, ids.count)
        continue
      }
      if entry.action == CharacterMap.Action.several {
        map.expand(scalar) { apply($0, position) }
      } else {
        apply(entry, position)
      }
      index += length
      position += 1
    }
    finishWord()
    return position
  }

  @inline(__always)
  private mutating func apply(_ entry: CharacterMap.Entry, _ position: Int) {
    switch entry.action {
    case CharacterMap.Action.word:
      extendWord(entry.scalar, position, position + 1)
    case CharacterMap.Action.isolated:
      finishWord()
      extendWord(entry.scalar, position, position + 1)
      finishWord()
    case CharacterMap.Action.space:
      finishWord()
    default: break
    }
  }

  /// Encodes a run up to the next ASCII white space again, on the slow path. Returns the run's end.
  private mutating func encodeReordering(
    _ text: UnsafeBufferPointer<UInt8>, _ run: (index: Int, position: Int, tokens: Int)
  ) -> (index: Int, position: Int) {
    ids.removeSubrange(run.tokens...)
    if tracksOffsets { offsets.removeSubrange(run.tokens...) }
    if tracksOffsets, hasNumbers { spellings = spellings.filter { $0.key < run.tokens } }
    discardWord()
    var end = run.index
    while end < text.count, text[end] > 0x20 || !Self.isASCIISpace(text[end]) { end += 1 }
    let bytes = UnsafeBufferPointer(rebasing: text[run.index..<end])
    var aligned = AlignedText(bytes, offset: run.position)
    let position = run.position + aligned.units.count
    model.normalizer.normalize(&aligned)
    encode(aligned.units[...])
    return (end, position)
  }

  private static func isASCIISpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  // MARK: The current word

  @inline(__always)
  private mutating func extendWord(ascii byte: UInt8, _ position: Int) {
    if scalarCount == 0 { wordStart = position }
    wordEnd = position + 1
    scalarCount += 1
    guard scalarCount <= longestWord else { return }
    if byteCount == capacity { grow() }
    bytes[byteCount] = byte
    if tracksOffsets {
      starts[byteCount] = position
      ends[byteCount] = position + 1
    }
    byteCount += 1
  }

  private mutating func extendWord(_ scalar: UInt32, _ start: Int, _ end: Int) {
    if scalarCount == 0 { wordStart = start }
    wordEnd = end
    scalarCount += 1
    // A word that is too long becomes the unknown token, so the rest of it is not kept.
    guard scalarCount <= longestWord else { return }
    if byteCount + 4 > capacity { grow() }
    let first = byteCount
    UTF8Scan.encode(scalar) { byte in
      bytes[byteCount] = byte
      byteCount += 1
    }
    guard tracksOffsets else { return }
    for index in first..<byteCount {
      starts[index] = start
      ends[index] = end
    }
  }

  private mutating func discardWord() {
    byteCount = 0
    scalarCount = 0
  }

  private mutating func grow() {
    capacity *= 2
    bytes = Self.enlarged(bytes, holding: byteCount, capacity: capacity)
    if tracksOffsets {
      starts = Self.enlarged(starts, holding: byteCount, capacity: capacity)
      ends = Self.enlarged(ends, holding: byteCount, capacity: capacity)
    }
  }

  private static func enlarged<Element: BitwiseCopyable>(
    _ pointer: UnsafeMutablePointer<Element>, holding count: Int, capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.initialize(from: pointer, count: count)
    pointer.deallocate()
    return larger
  }

  @inline(__always)
  private mutating func finishWord() {
    if scalarCount > 0 { cutWord() }
  }

  /// Appends the word's subwords, or the unknown token, and begins a new word.
  private mutating func cutWord() {
    let first = ids.count
    let isShort = scalarCount <= longestWord
    let word = UnsafeBufferPointer(start: bytes, count: byteCount)
    discardWord()
    guard isShort, matcher.match(word, into: &ids) else {
      ids.removeSubrange(first...)
      ids.append(unknownID)
      if tracksOffsets { offsets.append(wordStart..<max(wordStart, wordEnd)) }
      return
    }
    if tracksOffsets {
      var covered = 0
      for index in first..<ids.count {
        let lengths = index == first ? matcher.initialLengths : matcher.suffixLengths
        let length = Int(lengths[Int(ids[index])])
        let start = starts[covered]
        offsets.append(start..<max(start, ends[covered + length - 1]))
        covered += length
      }
    }
    if hasNumbers { resolveNumbers(from: first) }
  }

  /// Replaces the numbers of spellings that share an id by that id.
  private mutating func resolveNumbers(from first: Int) {
    for index in first..<ids.count where ids[index] >= model.vocabulary.size {
      if tracksOffsets, let spelling = model.vocabulary.spelling(ofNumber: ids[index]) {
        spellings[index] = String(decoding: spelling, as: UTF8.self)
      }
      ids[index] = model.vocabulary.id(ofNumber: ids[index])
    }
  }
}
