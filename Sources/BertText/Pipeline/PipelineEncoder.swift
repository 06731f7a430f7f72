/// Encodes texts with a pipeline, one after the other. All share its buffers and its cache of pieces.
struct PipelineEncoder: ~Copyable {
  private let pipeline: Pipeline
  private(set) var ids: [Int32] = []
  /// One per token where offsets are tracked, else empty.
  private(set) var offsets: [Range<Int>] = []
  /// The spellings of tokens that differ from the vocabulary's, by the token's index; only where offsets are tracked.
  private(set) var spellings: [Int: String] = [:]

  private var scratch = ModelScratch()
  private var cache = WordCache()
  private let usesCache: Bool
  private let unknownID: Int32
  private let showsUnknownText: Bool
  /// Whether the model gives numbers of spellings (`Vocabulary.numbered`), which must be converted to ids.
  private let hasNumbers: Bool

  init(_ pipeline: Pipeline) {
    self.pipeline = pipeline
    usesCache = pipeline.model.isWorthCaching
    unknownID = pipeline.model.unknownID ?? -1
    showsUnknownText = pipeline.model.showsUnknownText
    hasNumbers = pipeline.model.givesNumbers && pipeline.vocabulary.hasSharedIDs
  }

  // Two sets of buffers, since a text that tracks offsets needs more arrays.
  private var plain = Buffers(tracksOffsets: false)
  private var aligned = Buffers(tracksOffsets: true)

  /// Buffers for a text and for a part of it between added tokens.
  private struct Buffers {
    var whole: PieceText
    var part: PieceText

    init(tracksOffsets: Bool) {
      whole = PieceText(tracksOffsets: tracksOffsets)
      part = whole
    }
  }

  /// Why the text cannot be encoded; the tokens are then incomplete.
  var fault: EncodingFault? { scratch.fault }

  /// Encodes a text; its tokens replace those of the text before.
  mutating func encode(_ text: String, tracksOffsets: Bool) {
    ids.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    spellings.removeAll(keepingCapacity: true)
    scratch.fault = nil
    let needsOffsets = tracksOffsets || pipeline.preTokenizer?.needsOffsets == true
    // Moved out of `self`, so that the text can be read while tokens are appended.
    var buffers = Buffers(tracksOffsets: needsOffsets)
    if needsOffsets { swap(&buffers, &aligned) } else { swap(&buffers, &plain) }
    var text = text
    text.withUTF8 { encode($0, &buffers.whole, &buffers.part, isDetailed: tracksOffsets) }
    if needsOffsets { swap(&buffers, &aligned) } else { swap(&buffers, &plain) }
  }

  /// Finds the added tokens that are matched in the raw text, and encodes the parts between them.
  private mutating func encode(
    _ text: UnsafeBufferPointer<UInt8>, _ buffer: inout PieceText, _ part: inout PieceText, isDetailed: Bool
  ) {
    var covered = 0
    var scalars = 0
    pipeline.added.raw.forEachMatch(in: text) { match in
      if covered < match.bytes.lowerBound {
        let between = UnsafeBufferPointer(rebasing: text[covered..<match.bytes.lowerBound])
        encodeNormalized(between, offset: scalars, &buffer, &part, isDetailed)
        scalars += UTF8Scan.count(between)
      } else {
        scalars -= UTF8Scan.count(UnsafeBufferPointer(rebasing: text[match.bytes.lowerBound..<covered]))
      }
      let matched = UnsafeBufferPointer(rebasing: text[match.bytes])
      let length = UTF8Scan.count(matched)
      append(match.token, matched, scalars..<(scalars + length), isDetailed)
      scalars += length
      covered = match.bytes.upperBound
    }
    if covered < text.count {
      encodeNormalized(UnsafeBufferPointer(rebasing: text[covered...]), offset: scalars, &buffer, &part, isDetailed)
    }
  }

  private mutating func append(
    _ token: AddedToken, _ spelling: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ isDetailed: Bool
  ) {
    if isDetailed {
      offsets.append(range)
      spellings[ids.count] = String(decoding: spelling, as: UTF8.self)
    }
    ids.append(token.id)
  }

  /// Normalizes a text, finds the added tokens that are matched in normalized text, and encodes the parts between them.
  private mutating func encodeNormalized(
    _ text: UnsafeBufferPointer<UInt8>, offset: Int, _ buffer: inout PieceText, _ part: inout PieceText,
    _ isDetailed: Bool
  ) {
    if let normalizer = pipeline.normalizer {
      if let kept = normalizer.kept(of: text) {
        let skipped = UTF8Scan.count(UnsafeBufferPointer(rebasing: text[..<kept.lowerBound]))
        buffer.set(UnsafeBufferPointer(rebasing: text[kept]), offset: offset + skipped)
      } else {
        var aligned = AlignedText(text, offset: offset)
        normalizer.normalize(&aligned)
        scratch.fault = scratch.fault ?? aligned.fault
        buffer.set(aligned)
      }
    } else {
      buffer.set(text, offset: offset)
    }
    guard !pipeline.added.normalized.isEmpty else { return encodePieces(&buffer, isDetailed) }
    var covered = 0
    var hasMatched = false
    let bytes = buffer.bytes
    bytes.withUnsafeBufferPointer { text in
      pipeline.added.normalized.forEachMatch(in: text) { match in
        hasMatched = true
        if covered < match.bytes.lowerBound {
          part.set(buffer, covered..<match.bytes.lowerBound)
          encodePieces(&part, isDetailed)
        }
        append(
          match.token, UnsafeBufferPointer(rebasing: text[match.bytes]),
          isDetailed ? buffer.originalRange(of: match.bytes) : 0..<0, isDetailed)
        covered = match.bytes.upperBound
      }
    }
    guard hasMatched else { return encodePieces(&buffer, isDetailed) }
    if covered < bytes.count {
      part.set(buffer, covered..<bytes.count)
      encodePieces(&part, isDetailed)
    }
  }

  /// Splits a text, and appends the tokens of its pieces.
  private mutating func encodePieces(_ text: inout PieceText, _ isDetailed: Bool) {
    pipeline.preTokenizer?.split(&text)
    scratch.fault = scratch.fault ?? text.fault
    text.bytes.withUnsafeBufferPointer { bytes in
      for piece in text.pieces {
        let first = ids.count
        append(tokensOf: UnsafeBufferPointer(rebasing: bytes[piece]), isDetailed)
        if hasNumbers { resolveNumbers(from: first, isDetailed) }
        guard isDetailed else { continue }
        for (place, token) in scratch.tokens.enumerated() {
          let start = min(piece.lowerBound + Int(token.start), piece.upperBound)
          let end = max(start, min(piece.lowerBound + Int(token.end), piece.upperBound))
          offsets.append(text.originalRange(of: start..<end))
          if showsUnknownText, token.id == unknownID {
            spellings[first + place] = String(decoding: bytes[start..<end], as: UTF8.self)
          }
        }
      }
    }
  }

  /// Replaces the numbers of spellings that share an id by that id.
  private mutating func resolveNumbers(from first: Int, _ isDetailed: Bool) {
    for index in first..<ids.count where ids[index] >= pipeline.vocabulary.size {
      if isDetailed, let spelling = pipeline.vocabulary.spelling(ofNumber: ids[index]) {
        spellings[index] = String(decoding: spelling, as: UTF8.self)
      }
      ids[index] = pipeline.vocabulary.id(ofNumber: ids[index])
    }
  }

  /// Appends the ids of a piece; with `isDetailed`, `scratch.tokens` then holds its tokens.
  @inline(__always)
  private mutating func append(tokensOf piece: UnsafeBufferPointer<UInt8>, _ isDetailed: Bool) {
    let isShort = usesCache && piece.count <= WordCache.longestKey
    let hash = isShort ? WordCache.hash(piece) : 0
    if isShort, let known = cache.find(piece, hash: hash) {
      if isDetailed { scratch.tokens.removeAll(keepingCapacity: true) }
      for index in known {
        let token = cache[index]
        ids.append(token.id)
        if isDetailed { scratch.tokens.append(token) }
      }
      return
    }
    scratch.tokens.removeAll(keepingCapacity: true)
    pipeline.model.cut(piece, &scratch)
    for token in scratch.tokens { ids.append(token.id) }
    if isShort { cache.insert(piece, hash: hash, scratch.tokens[...]) }
  }
}
