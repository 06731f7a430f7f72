/// Finds added tokens: the leftmost match, and of several that begin at one place the longest.
struct AddedTokenMatcher: Sendable {
  /// A place where a token was found, with the white space that the token includes.
  struct Match {
    var bytes: Range<Int>
    var token: AddedToken
  }

  private let tokens: [AddedToken]
  /// Whether matches of special tokens are ignored.
  private let passesSpecial: Bool
  /// The patterns as a trie of bytes: the search at one place of a text costs at most a pattern's length, however many
  /// patterns there are.
  private let trie: Table<DoubleArray.Unit>
  /// For each place of the trie the index of the token whose pattern ends there, or -1.
  private let ends: Table<Int32>
  /// For each byte, whether a pattern begins with it.
  private let begins: Table<Bool>

  var isEmpty: Bool { tokens.isEmpty }

  /// - Parameters:
  ///   - patterns: the spellings and their tokens; of equal spellings the first counts, empty ones are ignored.
  ///   - passesSpecial: whether matches of special tokens are ignored.
  init(_ patterns: [(bytes: [UInt8], token: AddedToken)], passesSpecial: Bool = false) {
    var tokens: [AddedToken] = []
    var keys: [(key: ArraySlice<UInt8>, id: Int32)] = []
    var begins = [Bool](repeating: false, count: 256)
    var known: Set<[UInt8]> = []
    for (bytes, token) in patterns {
      guard let first = bytes.first, known.insert(bytes).inserted else { continue }
      keys.append((bytes[...], Int32(truncatingIfNeeded: tokens.count)))
      tokens.append(token)
      begins[Int(first)] = true
    }
    var builder = TrieBuilder()
    builder.insert(keys, [])
    let units = builder.trie.units
    var ends = [Int32](repeating: -1, count: units.count)
    for node in builder.nodes { if let id = node.id { ends[node.place] = id } }
    self.tokens = tokens
    self.passesSpecial = passesSpecial
    self.begins = Table(begins)
    trie = Table(units)
    self.ends = Table(ends)
  }

  /// The longest pattern that begins at an index: its token's index, and the index of the byte after it.
  @inline(__always)
  private func longest(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (token: Int, end: Int)? {
    var found: (token: Int, end: Int)?
    var node: Int32 = 0
    var index = start
    while index < text.count {
      let next = trie.pointer[Int(node)].base ^ Int32(text[index])
      guard trie.pointer[Int(next)].check == node else { break }
      node = next
      index += 1
      let token = ends.pointer[Int(node)]
      if token >= 0 { found = (Int(token), index) }
    }
    return found
  }

  /// Calls `body` with each match, in order. Patterns do not overlap, but a pattern may begin in the white space that the
  /// match before it includes, as in the reference; then the matches do.
  func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Match) -> Void) {
    guard !isEmpty else { return }
    var index = 0
    var covered = 0
    let begins = begins.pointer
    while index < text.count {
      guard begins[Int(text[index])], let found = longest(in: text, from: index) else {
        index += 1
        continue
      }
      var start = index
      var end = found.end
      // The search continues after the pattern, even where white space was included or the match was rejected.
      index = end
      let token = tokens[found.token]
      if passesSpecial, token.special { continue }
      if token.singleWord, Self.isWord(before: start, in: text) || Self.isWord(at: end, in: text) { continue }
      if token.leftStrip {
        while start > covered {
          let previous = UTF8Scan.indexBefore(start, in: text)
          guard ReferenceUnicode.isWhitespace(UTF8Scan.scalar(text, at: previous).scalar) else { break }
          start = previous
        }
        start = max(start, covered)
      }
      if token.rightStrip {
        while end < text.count {
          let (scalar, length) = UTF8Scan.scalar(text, at: end)
          guard ReferenceUnicode.isWhitespace(scalar) else { break }
          end += length
        }
      }
      // White space that the match before it has swallowed; where that reaches beyond it, the reference fails.
      guard start < end else { continue }
      covered = end
      body(Match(bytes: start..<end, token: token))
    }
  }

  private static func isWord(before index: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    index > 0 && ReferenceUnicode.isWord(UTF8Scan.scalar(text, at: UTF8Scan.indexBefore(index, in: text)).scalar)
  }

  private static func isWord(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    index < text.count && ReferenceUnicode.isWord(UTF8Scan.scalar(text, at: index).scalar)
  }
}
