/// What normalizing and pre-tokenizing make of one scalar, wherever it stands.
///
/// Nearly every scalar has such an answer, so a text can be read once, scalar by scalar. The exception are spacing
/// marks that take part in canonical reordering: they are `reordering`, and `AlignedText` deals with their word.
struct CharacterMap: Sendable {
  /// A scalar's fate.
  enum Action {
    /// Part of a word, after mapping.
    static let word: UInt32 = 0
    /// Nothing remains.
    static let dropped: UInt32 = 1
    /// Ends a word.
    static let space: UInt32 = 2
    /// Ends a word and is one itself, after mapping: punctuation, ideographs.
    static let isolated: UInt32 = 3
    /// Becomes several scalars.
    static let several: UInt32 = 4
    /// Depends on its neighbours.
    static let reordering: UInt32 = 5
  }

  /// An action in the high byte, the mapped scalar below.
  struct Entry: BitwiseCopyable {
    private var packed: UInt32

    init(_ action: UInt32, _ scalar: UInt32 = 0) { packed = action << 24 | scalar }

    @inline(__always) var action: UInt32 { packed >> 24 }
    @inline(__always) var scalar: UInt32 { packed & 0xFF_FFFF }
  }

  private let normalizer: BertNormalizer
  /// The entries of all scalars below `tableSize`: the scripts most texts are written in.
  let table: Table<Entry>
  static let tableSize: UInt32 = 0x3100

  init(_ normalizer: BertNormalizer) {
    self.normalizer = normalizer
    table = Table((0..<Self.tableSize).map { Self.entry($0, normalizer) })
  }

  /// What becomes of a scalar that lies beyond the table.
  func entry(of scalar: UInt32) -> Entry { Self.entry(scalar, normalizer) }

  private static func entry(_ scalar: UInt32, _ normalizer: BertNormalizer) -> Entry {
    var result: Entry?
    var count = 0
    let isWhole = expand(scalar, normalizer) { entry in
      count += 1
      result = entry
    }
    guard isWhole else { return Entry(Action.reordering) }
    guard let result else { return Entry(Action.dropped) }
    return count == 1 ? result : Entry(Action.several)
  }

  /// The entries that a scalar of action `several` becomes; none of them is `several` or `reordering`.
  func expand(_ scalar: UInt32, _ body: (Entry) -> Void) { _ = Self.expand(scalar, normalizer, body) }

  /// - Returns: false where the neighbours matter.
  @inline(__always)
  private static func expand(_ scalar: UInt32, _ normalizer: BertNormalizer, _ body: (Entry) -> Void) -> Bool {
    if normalizer.cleanText, scalar == 0 || scalar == 0xFFFD || ReferenceUnicode.isControl(scalar) { return true }
    let isApart = normalizer.handleChineseChars && ReferenceUnicode.isIdeograph(scalar)
    var isWhole = true
    func finish(_ mapped: UInt32) {
      if ReferenceUnicode.isWhitespace(mapped) {
        body(Entry(Action.space))
      } else {
        body(Entry(isApart || ReferenceUnicode.isPunctuation(mapped) ? Action.isolated : Action.word, mapped))
      }
    }
    func lower(_ part: UInt32) {
      if normalizer.lowercase { ReferenceUnicode.lowercase(part, finish) } else { finish(part) }
    }
    guard normalizer.stripsAccents else {
      lower(scalar)
      return true
    }
    ReferenceUnicode.decompose(scalar) { part in
      if ReferenceUnicode.isNonspacingMark(part) { return }
      if ReferenceUnicode.combiningClass(part) != 0 { isWhole = false }
      lower(part)
    }
    return isWhole
  }
}
