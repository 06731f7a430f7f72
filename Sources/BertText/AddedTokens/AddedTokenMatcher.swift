/// Finds added tokens: the leftmost match, and of those that begin at one place the longest.
struct AddedTokenMatcher: Sendable {
  /// A place where a token was found, white space that it swallows included.
  struct Match {
    var bytes: Range<Int>
    var token: AddedToken
  }

  private let tokens: [AddedToken]
  /// Whether special tokens are passed over where they are found.
  private let passesSpecial: Bool
  /// For each first byte, the patterns that begin with it, longest first.
  private let patterns: [[(bytes: [UInt8], token: Int)]]
  /// Whether a pattern begins with a byte.
  private let begins: Table<Bool>

  var isEmpty: Bool { tokens.isEmpty }

  /// - Parameter patterns: what to look for; where two are equal the first counts, empty ones are ignored.
  init(_ patterns: [(bytes: [UInt8], token: AddedToken)], passesSpecial: Bool = false) {
    var byFirst = [[(bytes: [UInt8], token: Int)]](repeating: [], count: 256)
    var tokens: [AddedToken] = []
    var known: Set<[UInt8]> = []
    for (bytes, token) in patterns {
      guard let first = bytes.first, known.insert(bytes).inserted else { continue }
      byFirst[Int(first)].append((bytes, tokens.count))
      tokens.append(token)
    }
    self.tokens = tokens
    self.passesSpecial = passesSpecial
    begins = Table(byFirst.map { !$0.isEmpty })
    self.patterns = byFirst.map { $0.sorted { $0.bytes.count > $1.bytes.count } }
  }

  /// Calls `body` with each match, in order; matches do not overlap.
  func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Match) -> Void) {
    guard !isEmpty else { return }
    var index = 0
    var covered = 0
    let begins = begins.pointer
    while index < text.count {
      guard begins[Int(text[index])],
        let found = patterns[Int(text[index])].first(where: { pattern in
          index + pattern.bytes.count <= text.count
            && text[index..<(index + pattern.bytes.count)].elementsEqual(pattern.bytes)
        })
      else {
        index += 1
        continue
      }
      var start = index
      var end = index + found.bytes.count
      // The search goes on after the pattern, even where white space was swallowed or the match was refused.
      index = end
      let token = tokens[found.token]
      if passesSpecial, token.special { continue }
      if token.singleWord, Self.isWord(before: start, in: text) || Self.isWord(at: end, in: text) { continue }
      if token.leftStrip {
        while start > 0 {
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
