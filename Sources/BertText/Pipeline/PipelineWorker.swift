/// Takes texts through a pipeline, one after the other. Its buffers and its memory of pieces serve all of them, so one
/// thread at a time uses it.
final class PipelineWorker {
  private let pipeline: Pipeline
  private(set) var ids: [Int32] = []
  /// One a token where offsets are tracked, else empty.
  private(set) var offsets: [Range<Int>] = []
  /// What tokens are shown as that are not shown by their vocabulary's spelling, where offsets are tracked.
  private(set) var spellings: [Int: String] = [:]

  private var scratch = ModelScratch()
  private var cache: WordCache?
  private let unknownID: Int32
  private let showsUnknownText: Bool

  init(_ pipeline: Pipeline) {
    self.pipeline = pipeline
    cache = pipeline.model.isWorthRemembering ? WordCache() : nil
    unknownID = pipeline.model.unknownID ?? -1
    showsUnknownText = pipeline.model.showsUnknownText
  }

  // Kept apart, since a text that tracks offsets carries more.
  private lazy var plain = PieceText(tracksOffsets: false)
  private lazy var aligned = PieceText(tracksOffsets: true)
  private lazy var plainPart = PieceText(tracksOffsets: false)
  private lazy var alignedPart = PieceText(tracksOffsets: true)

  /// Encodes a text, adding to nothing that was before.
  func encode(_ text: String, tracksOffsets: Bool) {
    ids.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    spellings.removeAll(keepingCapacity: true)
    let needsOffsets = tracksOffsets || pipeline.preTokenizer?.needsOffsets == true
    var text = text
    text.withUTF8 { bytes in
      if needsOffsets {
        encode(bytes, &aligned, &alignedPart, isDetailed: tracksOffsets)
      } else {
        encode(bytes, &plain, &plainPart, isDetailed: false)
      }
    }
  }

  /// Extracts the added tokens that are matched against the raw text, and encodes what lies between.
  private func encode(
    _ text: UnsafeBufferPointer<UInt8>, _ buffer: inout PieceText, _ part: inout PieceText, isDetailed: Bool
  ) {
    var covered = 0
    var scalars = 0
    pipeline.added.raw.forEachMatch(in: text) { match in
      if covered < match.bytes.lowerBound {
        let between = UnsafeBufferPointer(rebasing: text[covered..<match.bytes.lowerBound])
        encodeNormalized(between, offset: scalars, &buffer, &part, isDetailed)
        scalars += UTF8Scan.count(between)
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

  private func append(
    _ token: AddedToken, _ spelling: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ isDetailed: Bool
  ) {
    if isDetailed {
      offsets.append(range)
      spellings[ids.count] = String(decoding: spelling, as: UTF8.self)
    }
    ids.append(token.id)
  }

  /// Normalizes, extracts the added tokens that are matched against normalized text, and encodes what lies between.
  private func encodeNormalized(
    _ text: UnsafeBufferPointer<UInt8>, offset: Int, _ buffer: inout PieceText, _ part: inout PieceText,
    _ isDetailed: Bool
  ) {
    if let normalizer = pipeline.normalizer, !normalizer.leaves(text) {
      var aligned = AlignedText(text, offset: offset)
      normalizer.normalize(&aligned)
      buffer.set(aligned)
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
  private func encodePieces(_ text: inout PieceText, _ isDetailed: Bool) {
    pipeline.preTokenizer?.split(&text)
    text.bytes.withUnsafeBufferPointer { bytes in
      for piece in text.pieces {
        let first = ids.count
        append(tokensOf: UnsafeBufferPointer(rebasing: bytes[piece]), isDetailed)
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

  /// Appends the ids of a piece; with details its tokens are then in `scratch.tokens`.
  @inline(__always)
  private func append(tokensOf piece: UnsafeBufferPointer<UInt8>, _ isDetailed: Bool) {
    let isShort = cache != nil && piece.count <= WordCache.longestKey
    let hash = isShort ? WordCache.hash(piece) : 0
    if isShort, let known = cache?.find(piece, hash: hash) {
      if isDetailed { scratch.tokens.removeAll(keepingCapacity: true) }
      for index in known {
        guard let token = cache?[index] else { break }
        ids.append(token.id)
        if isDetailed { scratch.tokens.append(token) }
      }
      return
    }
    scratch.tokens.removeAll(keepingCapacity: true)
    pipeline.model.cut(piece, &scratch)
    for token in scratch.tokens { ids.append(token.id) }
    if isShort { cache?.insert(piece, hash: hash, scratch.tokens[...]) }
  }
}
