/// A normalized text before the model: its bytes, the pieces that it is split into, and for each byte the range of
/// original scalars that it is aligned to.
struct PieceText {
  private(set) var bytes: [UInt8] = []
  /// For each byte the first original scalar, and the one after the last; empty where offsets are not tracked.
  private(set) var starts: [Int32] = []
  private(set) var ends: [Int32] = []
  /// Byte ranges, in order, none of them empty.
  private(set) var pieces: [Range<Int>] = []
  let tracksOffsets: Bool
  /// Why a step failed; the pieces are then not to be used.
  var fault: EncodingFault?
  /// The original offset of the first byte's scalar.
  private var firstStart = 0

  private var spare: [Range<Int>] = []
  private var output = Output()

  init(tracksOffsets: Bool) { self.tracksOffsets = tracksOffsets }

  /// Sets a text without normalization, as one piece.
  /// - Parameter offset: the offset of its first scalar in the original.
  mutating func set(_ text: UnsafeBufferPointer<UInt8>, offset: Int) {
    reset(start: offset)
    bytes.append(contentsOf: text)
    if tracksOffsets {
      var position = Int32(truncatingIfNeeded: offset) - 1
      for byte in text {
        if byte & 0xC0 != 0x80 { position += 1 }
        starts.append(position)
        ends.append(position + 1)
      }
    }
    if !bytes.isEmpty { pieces.append(0..<bytes.count) }
  }

  /// Sets a normalized text, as one piece.
  mutating func set(_ text: AlignedText) {
    reset(start: text.units.first.map { Int($0.start) } ?? text.offset)
    bytes.reserveCapacity(text.units.count * 2)
    for unit in text.units {
      if unit.scalar < 0x80, !tracksOffsets {
        bytes.append(UInt8(truncatingIfNeeded: unit.scalar))
        continue
      }
      UTF8Scan.encode(unit.scalar) { byte in
        bytes.append(byte)
        guard tracksOffsets else { return }
        starts.append(unit.start)
        ends.append(unit.end)
      }
    }
    if !bytes.isEmpty { pieces.append(0..<bytes.count) }
  }

  /// Sets a part of another text, as one piece.
  mutating func set(_ other: borrowing PieceText, _ range: Range<Int>) {
    reset(start: other.originalStart(of: range))
    bytes += other.bytes[range]
    if tracksOffsets {
      starts += other.starts[range]
      ends += other.ends[range]
    }
    if !bytes.isEmpty { pieces.append(0..<bytes.count) }
  }

  private mutating func reset(start: Int) {
    firstStart = start
    fault = nil
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
  }

  /// The original offset at which a range begins. Without tracked offsets only that of the first byte is known; for
  /// others the result is merely a greater one.
  func originalStart(of range: Range<Int>) -> Int {
    if tracksOffsets, range.lowerBound < starts.count { return Int(starts[range.lowerBound]) }
    return range.lowerBound == 0 ? firstStart : firstStart + 1
  }

  /// The original scalars that a range of bytes is aligned to; empty where the range is, or offsets are not tracked.
  func originalRange(of range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty, range.upperBound <= starts.count else { return 0..<0 }
    let start = Int(starts[range.lowerBound])
    return start..<max(start, Int(ends[range.upperBound - 1]))
  }

  /// Splits every piece.
  /// - Parameter body: is given the text, a piece, and a function to call with each part of the piece that remains.
  mutating func split(
    _ body: (_ text: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ emit: (Range<Int>) -> Void) -> Void
  ) {
    swap(&pieces, &spare)
    pieces.removeAll(keepingCapacity: true)
    bytes.withUnsafeBufferPointer { text in
      for piece in spare {
        body(text, piece) { if !$0.isEmpty { pieces.append($0) } }
      }
    }
  }

  /// Rewritten text, each byte with the index of the old byte that it comes from.
  struct Output {
    fileprivate(set) var bytes: [UInt8] = []
    fileprivate var origins: [Int32] = []
    fileprivate var tracksOrigins = false

    @inline(__always)
    mutating func append(_ byte: UInt8, from origin: Int) {
      bytes.append(byte)
      if tracksOrigins { origins.append(Int32(truncatingIfNeeded: origin)) }
    }

    /// Appends unchanged bytes of the text.
    @inline(__always)
    mutating func append(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[range]))
      if tracksOrigins { for index in range { origins.append(Int32(truncatingIfNeeded: index)) } }
    }

    /// Appends bytes that all come from one old byte.
    mutating func append(_ replacement: [UInt8], from origin: Int) {
      bytes += replacement
      if tracksOrigins { for _ in replacement { origins.append(Int32(truncatingIfNeeded: origin)) } }
    }
  }

  /// Rewrites every piece.
  /// - Parameter body: is given the text, a piece, and the output; all that it appends is the new piece.
  mutating func rewrite(
    _ body: (_ text: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ output: inout Output) -> Void
  ) {
    output.bytes.removeAll(keepingCapacity: true)
    output.origins.removeAll(keepingCapacity: true)
    output.tracksOrigins = tracksOffsets
    bytes.withUnsafeBufferPointer { text in
      for index in pieces.indices {
        let start = output.bytes.count
        body(text, pieces[index], &output)
        pieces[index] = start..<output.bytes.count
      }
    }
    swap(&bytes, &output.bytes)
    if tracksOffsets {
      starts = output.origins.map { starts[Int($0)] }
      ends = output.origins.map { ends[Int($0)] }
    }
  }
}
