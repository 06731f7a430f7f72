/// The result of normalization and pre-tokenization for one scalar, independent of its neighbours.
///
/// Nearly every scalar has such a result, so that a text is read once, scalar by scalar. The exceptions are spacing
/// marks that take part in canonical reordering: their action is `reordering`, and `AlignedText` normalizes the text
/// around them.
struct CharacterMap: Sendable {
  /// What happens to a scalar.
  enum Action {
    /// It is mapped and becomes part of a word.
    static let word: UInt32 = 0
    /// It is dropped.
    static let dropped: UInt32 = 1
    /// It ends a word.
    static let space: UInt32 = 2
    /// It ends a word and is mapped to a word of its own: punctuation, ideographs.
    static let isolated: UInt32 = 3
    /// It becomes several scalars.
    static let several: UInt32 = 4
    /// The result depends on its neighbours.
    static let reordering: UInt32 = 5
  }

  /// An action in the high byte, and the mapped scalar in the other bytes.
  struct Entry: BitwiseCopyable {
    private var packed: UInt32

    init(_ action: UInt32, _ scalar: UInt32 = 0) { packed = action << 24 | scalar }

    @inline(__always) var action: UInt32 { packed >> 24 }
    @inline(__always) var scalar: UInt32 { packed & 0xFF_FFFF }
  }

  private let normalizer: BertNormalizer
  /// The entries of all scalars below `tableSize`, which most scripts use.
  let table: Table<Entry>
  static let tableSize: UInt32 = 0x3100

  init(_ normalizer: BertNormalizer) {
    self.normalizer = normalizer
    table = Table((0..<Self.tableSize).map { Self.entry($0, normalizer) })
  }

  /// The entry of a scalar beyond the table.
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

  /// Calls `body` with each entry that a scalar of action `several` becomes; none of them is `several` or `reordering`.
  func expand(_ scalar: UInt32, _ body: (Entry) -> Void) { _ = Self.expand(scalar, normalizer, body) }

  /// Calls `body` with each entry that a scalar becomes.
  /// - Returns: false where the result depends on the neighbours.
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
