/// SentencePiece's own normalization rules (`precompiled_charsmap`): a trie from spellings to what they become.
///
/// The reference's reading of them is kept: a grapheme cluster of fewer than six bytes is looked up as a whole, by the
/// *shortest* rule that begins it, before its scalars are looked up one by one. (libsentencepiece takes the longest rule
/// and knows no clusters, so the two differ where an accent follows a scalar that has a rule of its own.)
struct Precompiled: Normalizer {
  private let trie: [UInt32]
  /// What rules lead to, each ended by a zero.
  private let results: [UInt8]
  /// For each ASCII byte, whether no rule begins with it.
  private let isPlain: [Bool]

  /// - Parameter bytes: the decoded map: the trie's size in bytes, little-endian, the trie, the results.
  /// - Returns: `nil` where the sizes do not fit.
  init?(_ bytes: [UInt8]) {
    func word(_ index: Int) -> UInt32 {
      UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
        | UInt32(bytes[index + 3]) << 24
    }
    guard bytes.count >= 4 else { return nil }
    let size = Int(word(0))
    guard size > 0, size % 4 == 0, size <= bytes.count - 4 else { return nil }
    trie = stride(from: 4, to: 4 + size, by: 4).map(word)
    results = Array(bytes[(4 + size)...])
    guard Array(results).firstInvalidUTF8Offset == nil else { return nil }
    let nodes = trie
    isPlain = (0..<128).map { byte in
      let place = Self.offset(nodes[0]) ^ byte
      return byte == 0 || place >= nodes.count || Self.label(nodes[place]) != byte
    }
  }

  // Darts-clone's units: a leaf flag, a label, an offset to the children.
  private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & (1 << 9)) >> 6)) }
  private static func label(_ unit: UInt32) -> Int { Int(unit & (1 << 31 | 0xFF)) }
  private static func hasLeaf(_ unit: UInt32) -> Bool { unit >> 8 & 1 == 1 }

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    isPlain.withUnsafeBufferPointer { isPlain in
      text.allSatisfy { $0 < 0x80 && isPlain[Int($0)] }
    }
  }

  /// What the shortest rule that begins the bytes makes of them.
  private func result(_ bytes: [UInt8]) -> Range<Int>? {
    var place = Self.offset(trie[0])
    for byte in bytes {
      if byte == 0 { return nil }
      place ^= Int(byte)
      guard place < trie.count, Self.label(trie[place]) == Int(byte) else { return nil }
      let unit = trie[place]
      place ^= Self.offset(unit)
      guard place < trie.count else { return nil }
      if Self.hasLeaf(unit) {
        let start = Int(trie[place] & 0x7FFF_FFFF)
        guard start <= results.count else { return nil }
        return start..<(results[start...].firstIndex(of: 0) ?? results.count)
      }
    }
    return nil
  }

  func normalize(_ text: inout AlignedText) {
    var changes: [AlignedText.Change] = []
    changes.reserveCapacity(text.units.count)
    var isChanged = false
    var bytes: [UInt8] = []
    /// Looks a run of scalars up; appends what becomes of it.
    func replace(_ scalars: Range<Int>) -> Bool {
      bytes.removeAll(keepingCapacity: true)
      for unit in text.units[scalars] { UTF8Scan.encode(unit.scalar) { bytes.append($0) } }
      guard let found = result(bytes) else { return false }
      isChanged = true
      results[found].withUnsafeBufferPointer { buffer in
        var index = 0
        var count = 0
        while index < buffer.count {
          let (scalar, length) = UTF8Scan.scalar(buffer, at: index)
          count += 1
          changes.append((scalar, count > scalars.count ? 1 : 0))
          index += length
        }
        // What is dropped is counted for the scalar before it, if there is one.
        if count < scalars.count, !changes.isEmpty { changes[changes.count - 1].change -= scalars.count - count }
      }
      return true
    }
    var start = 0
    while start < text.units.count {
      let first = text.units[start].scalar
      var end = start + 1
      var length = UTF8Scan.length(first)
      var cluster = GraphemeCluster(first)
      while end < text.units.count, cluster.extends(over: text.units[end].scalar) {
        length += UTF8Scan.length(text.units[end].scalar)
        end += 1
      }
      if length >= 6 || !replace(start..<end) {
        for index in start..<end where end - start == 1 && length < 6 || !replace(index..<(index + 1)) {
          changes.append((text.units[index].scalar, 0))
        }
      }
      start = end
    }
    if isChanged { text.apply(changes) }
  }
}
