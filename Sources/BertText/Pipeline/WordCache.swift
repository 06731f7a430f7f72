/// A cache of the tokens of frequent pieces. It changes no result, and its size is bounded.
struct WordCache {
  private struct Slot: BitwiseCopyable {
    var hash: UInt64 = 0
    var key: Int32 = 0
    var tokens: Int32 = 0
    /// 0 for a free slot.
    var keyLength: Int32 = 0
    var tokenCount: Int32 = 0
  }

  private static let slotCount = 1 << 15
  private static let greatestKeyBytes = 1 << 20
  private static let greatestTokenCount = 1 << 18
  /// The greatest length of a cached piece in bytes.
  static let longestKey = 64

  private var slots = [Slot](repeating: Slot(), count: slotCount)
  private var keys: [UInt8] = []
  private var tokens: [PieceToken] = []

  /// The hash of a piece. Collisions are harmless, since keys are compared.
  @inline(__always)
  static func hash(_ piece: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: piece.count) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    let raw = UnsafeRawBufferPointer(piece)
    while index + 8 <= raw.count {
      hash = (hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      index += 8
    }
    var rest: UInt64 = 0
    while index < raw.count {
      rest = rest << 8 | UInt64(raw[index])
      index += 1
    }
    hash = (hash ^ rest) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 32
  }

  /// The tokens of a cached piece, as a range of `self[_:]`; `nil` for other pieces.
  @inline(__always)
  func find(_ piece: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Range<Int>? {
    let place = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
    return find(piece, hash, at: place) ?? find(piece, hash, at: place ^ 1)
  }

  @inline(__always)
  private func find(_ piece: UnsafeBufferPointer<UInt8>, _ hash: UInt64, at place: Int) -> Range<Int>? {
    let slot = slots[place]
    guard slot.hash == hash, Int(slot.keyLength) == piece.count else { return nil }
    let first = Int(slot.key)
    let isEqual = keys.withUnsafeBufferPointer { keys in
      for index in 0..<piece.count where keys[first + index] != piece[index] { return false }
      return true
    }
    return isEqual ? Int(slot.tokens)..<(Int(slot.tokens) + Int(slot.tokenCount)) : nil
  }

  @inline(__always)
  subscript(index: Int) -> PieceToken { tokens[index] }

  /// Adds the tokens of a piece; they may replace those of another piece.
  mutating func insert(_ piece: UnsafeBufferPointer<UInt8>, hash: UInt64, _ cut: ArraySlice<PieceToken>) {
    if keys.count + piece.count > Self.greatestKeyBytes || tokens.count + cut.count > Self.greatestTokenCount {
      keys.removeAll(keepingCapacity: true)
      tokens.removeAll(keepingCapacity: true)
      for index in slots.indices { slots[index] = Slot() }
    }
    guard cut.count <= Self.greatestTokenCount else { return }
    var place = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
    if slots[place].keyLength > 0, slots[place ^ 1].keyLength == 0 { place ^= 1 }
    slots[place] = Slot(
      hash: hash, key: Int32(keys.count), tokens: Int32(tokens.count), keyLength: Int32(piece.count),
      tokenCount: Int32(cut.count))
    keys.append(contentsOf: piece)
    tokens += cut
  }
}
