/// SentencePiece's normalization rules (`precompiled_charsmap`): a trie from spellings to their replacements.
///
/// The rules are applied as in the reference (the `tokenizers` crate): a grapheme cluster of fewer than six bytes is
/// looked up as a whole, and the *shortest* rule that is a prefix of it counts; where there is none, its scalars are
/// looked up one by one. (libsentencepiece takes the longest rule and has no clusters, so the two differ where an
/// accent follows a scalar that has a rule.)
struct Precompiled: Normalizer {
  let trie: [UInt32]
  /// The replacements, each ended by a zero byte.
  let results: [UInt8]
  /// For the scalars below `tableSize`, whether they are plain: without a rule, and of the break property `Other`. A
  /// plain scalar stays unchanged if the one after it is plain too.
  private let plain: Table<Bool>
  private static let tableSize: UInt32 = 0x3100

  /// - Parameter bytes: the decoded map: the trie's size in bytes (4 bytes, little-endian), the trie, the replacements.
  /// - Returns: `nil` where the trie's size is not valid or the replacements are not UTF-8.
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
    let (trie, results) = (trie, results)
    plain = Table((0..<Self.tableSize).map { Self.isPlain($0, trie, results) })
  }

  /// The length in bytes of the longest replacement, which may replace one scalar.
  var greatestGrowth: Int { max(1, results.split(separator: 0).map(\.count).max() ?? 1) }

  private static func isPlain(_ scalar: UInt32, _ trie: [UInt32], _ results: [UInt8]) -> Bool {
    guard GraphemeCluster.isOrdinary(scalar) else { return false }
    var packed: UInt64 = 0
    _ = append(scalar, to: &packed, at: 0)
    return result(packed, trie, results) == nil
  }

  @inline(__always)
  private func isPlain(_ scalar: UInt32) -> Bool {
    scalar < Self.tableSize ? plain.pointer[Int(scalar)] : Self.isPlain(scalar, trie, results)
  }

  // Darts-clone's units: a leaf flag, a label, an offset to the children.
  static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & (1 << 9)) >> 6)) }
  static func label(_ unit: UInt32) -> Int { Int(unit & (1 << 31 | 0xFF)) }
  static func hasLeaf(_ unit: UInt32) -> Bool { unit >> 8 & 1 == 1 }

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      let (scalar, length) = UTF8Scan.scalar(text, at: index)
      guard isPlain(scalar) else { return false }
      index += length
    }
    return true
  }

  /// The range in `results` of the replacement by the shortest rule that is a prefix of the bytes.
  /// - Parameter packed: fewer than six bytes, the first one in the lowest bits.
  private static func result(_ packed: UInt64, _ trie: [UInt32], _ results: [UInt8]) -> Range<Int>? {
    var rest = packed
    return trie.withUnsafeBufferPointer { trie in
      var place = offset(trie[0])
      while rest != 0 {
        let byte = Int(rest & 0xFF)
        rest >>= 8
        if byte == 0 { return nil }
        place ^= byte
        guard place < trie.count, label(trie[place]) == byte else { return nil }
        let unit = trie[place]
        place ^= offset(unit)
        guard place < trie.count else { return nil }
        if hasLeaf(unit) {
          let start = Int(trie[place] & 0x7FFF_FFFF)
          // A replacement begins with a whole scalar, or is empty.
          guard start <= results.count, start == results.count || results[start] & 0xC0 != 0x80 else { return nil }
          return start..<(results[start...].firstIndex(of: 0) ?? results.count)
        }
      }
      return nil
    }
  }

  /// The end of the scalars that stay unchanged: plain ones, without the last if the scalar after it is not plain.
  private func plainEnd(_ units: UnsafeBufferPointer<AlignedText.Unit>, from start: Int) -> Int {
    var index = start
    while index < units.count, isPlain(units[index].scalar) { index += 1 }
    return index == units.count || index == start ? index : index - 1
  }

  func normalize(_ text: inout AlignedText) {
    let changes = text.units.withUnsafeBufferPointer(changes)
    if let changes { text.apply(changes) }
  }

  /// The changes to a text, or `nil` where it stays as it is.
  private func changes(_ units: UnsafeBufferPointer<AlignedText.Unit>) -> [AlignedText.Change]? {
    var start = plainEnd(units, from: 0)
    guard start < units.count else { return nil }
    var changes: [AlignedText.Change] = []
    changes.reserveCapacity(units.count + 16)
    for unit in units[..<start] { changes.append((unit.scalar, 0)) }
    var isChanged = false
    while start < units.count {
      let plain = plainEnd(units, from: start)
      if plain > start {
        for unit in units[start..<plain] { changes.append((unit.scalar, 0)) }
        start = plain
        continue
      }
      var end = start + 1
      var packed: UInt64 = 0
      var length = Self.append(units[start].scalar, to: &packed, at: 0)
      var cluster = GraphemeCluster(units[start].scalar)
      while end < units.count, cluster.extends(over: units[end].scalar) {
        length = Self.append(units[end].scalar, to: &packed, at: length)
        end += 1
      }
      if length < 6, let found = Self.result(packed, trie, results) {
        isChanged = true
        replace(end - start, by: found, &changes)
      } else {
        for index in start..<end {
          var packed: UInt64 = 0
          _ = Self.append(units[index].scalar, to: &packed, at: 0)
          if end - start > 1 || length >= 6, let found = Self.result(packed, trie, results) {
            isChanged = true
            replace(1, by: found, &changes)
          } else {
            changes.append((units[index].scalar, 0))
          }
        }
      }
      start = end
    }
    return isChanged ? changes : nil
  }

  /// Appends a scalar's bytes as far as there is room. Returns the length with all of them.
  private static func append(_ scalar: UInt32, to packed: inout UInt64, at length: Int) -> Int {
    var length = length
    UTF8Scan.encode(scalar) { byte in
      if length < 8 { packed |= UInt64(byte) << UInt64(8 * length) }
      length += 1
    }
    return length
  }

  /// Appends the changes that replace `count` scalars by a range of `results`.
  private func replace(_ count: Int, by found: Range<Int>, _ changes: inout [AlignedText.Change]) {
    results.withUnsafeBufferPointer { results in
      var index = found.lowerBound
      var written = 0
      while index < found.upperBound {
        let (scalar, length) = UTF8Scan.scalar(results, at: index)
        written += 1
        changes.append((scalar, written > count ? 1 : 0))
        index += length
      }
      // Dropped scalars are counted in the change of the scalar before them, if there is one.
      if written < count, !changes.isEmpty { changes[changes.count - 1].change -= count - written }
    }
  }
}
