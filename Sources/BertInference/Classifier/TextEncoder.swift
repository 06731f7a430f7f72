package import BertData
package import BertText

/// Turns texts into the token sequences that the encoder sees; a policy decides what happens to long texts.
package struct TextEncoder: Sendable {
  /// A text as the encoder sees it.
  package struct Encoded: Sendable {
    /// The row that was encoded.
    package let row: Example
    /// One sequence, or several windows of a long text.
    package var windows: [Encoding]
    /// For each window the index of its first token among the text's tokens, special tokens not counted.
    package var starts = [0]
    /// Whether the text has more tokens than the maximum length.
    package var isLong: Bool
    /// Tokens in all windows.
    package var tokenCount: Int { windows.reduce(0) { $0 + $1.ids.count } }
  }

  private let tokenizer: any Tokenizer
  private let truncationSide: EncodingOptions.Side
  private let model: PretrainedModel
  package let maxLength: Int
  private let policy: LongTextPolicy
  private let prompt: String
  /// How many special tokens stand before and after a single text.
  private let before: Int
  private let behind: Int

  /// - Parameters:
  ///   - model: The model with the tokenizer; its files name the side that is truncated.
  ///   - maxLength: The most tokens of a sequence, including special tokens.
  ///   - policy: What happens to longer texts.
  ///   - prompt: Text put before each text, or before the first of a pair.
  package init(_ model: PretrainedModel, maxLength: Int, policy: LongTextPolicy, prompt: String = "") {
    let tokenizer = model.tokenizer.tokenizer
    self.tokenizer = tokenizer
    truncationSide = model.tokenizer.truncationSide
    self.model = model
    self.maxLength = maxLength
    self.policy = policy
    self.prompt = prompt
    // The special tokens are the same for every text; encoding one token that is not special shows how many there are.
    let special = tokenizer.encodeIDs(of: [], options: EncodingOptions()).ids
    let word = (0...Int32(special.count)).first { !special.contains($0) } ?? 0
    let ids = tokenizer.encodeIDs(of: [word], options: EncodingOptions()).ids
    before = ids.firstIndex(of: word) ?? ids.count
    behind = ids.lastIndex(of: word).map { ids.count - 1 - $0 } ?? 0
  }

  /// An encoder of texts with the settings of a trained classifier.
  ///
  /// - Parameters:
  ///   - model: The model with the tokenizer.
  ///   - text: The settings in a bundle's record; nil to truncate texts to the model's longest sequence.
  package init(_ model: PretrainedModel, _ text: BundleRecord.TextRecord?) {
    self.init(
      model, maxLength: min(text?.maxLength ?? .max, model.longestSequence), policy: text?.longText ?? .truncate,
      prompt: text?.prompt ?? "")
  }

  /// The sequences of a row.
  ///
  /// - Parameters:
  ///   - row: A text or a pair of texts.
  ///   - withOffsets: Whether the sequences have the offsets of tokens, counted in the prompt followed by the text.
  ///     This takes longer.
  /// - Returns: At least one sequence, none longer than the maximum length.
  /// - Throws: `unreadableTokens`.
  package func encode(_ row: Example, withOffsets: Bool = false) throws(InferenceError) -> Encoded {
    let encoded = sequences(row, withOffsets: withOffsets)
    for window in encoded.windows {
      if let reason = model.unreadable(window) { throw .unreadableTokens(reason, line: row.line) }
    }
    return encoded
  }

  /// The sequences of a pair: a text that was encoded before, and another one.
  ///
  /// - Precondition: The tokens of the other text have been checked: `encode(_:withOffsets:)` accepts it.
  func encode(_ encoded: Encoded, followedBy other: String) -> Encoded {
    sequences(Example(text: encoded.row.text, pair: other, line: encoded.row.line), withOffsets: false)
  }

  private func sequences(_ row: Example, withOffsets: Bool) -> Encoded {
    let text = prompt + row.text, pair = row.pair
    var options = EncodingOptions(truncationSide: truncationSide)
    func sequence() -> Encoding {
      withOffsets
        ? tokenizer.encode(text, pair: pair, options: options)
        : tokenizer.encodeIDs(text, pair: pair, options: options)
    }
    let room = maxLength - before - behind
    guard policy != .truncate, pair == nil, room > 0 else {
      options.maxLength = maxLength
      let encoding = sequence()
      return Encoded(row: row, windows: [encoding], isLong: encoding.untruncatedCount > encoding.ids.count)
    }
    let whole = sequence()
    guard whole.ids.count > maxLength else { return Encoded(row: row, windows: [whole], isLong: false) }
    let content = before..<whole.ids.count - behind
    if policy == .headTail {
      // 128 of 510 in the paper; the same proportion for other lengths.
      let head = (room * 128 + 255) / 510
      let parts = [content.prefix(head), content.suffix(room - head)]
      return Encoded(row: row, windows: [piece(of: whole, parts)], isLong: true)
    }
    let stride = max(1, room - room / 4)
    var windows: [Encoding] = []
    var starts: [Int] = []
    var start = content.lowerBound
    while start + room < content.upperBound {
      windows.append(piece(of: whole, [start..<start + room]))
      starts.append(start - before)
      start += stride
    }
    // The last window ends with the text and is as long as the others.
    windows.append(piece(of: whole, [content.upperBound - room..<content.upperBound]))
    starts.append(content.upperBound - room - before)
    return Encoded(row: row, windows: windows, starts: starts, isLong: true)
  }

  /// The special tokens of `whole` around parts of its content.
  private func piece(of whole: Encoding, _ parts: [Range<Int>]) -> Encoding {
    let end = whole.ids.count
    let ranges = [0..<before] + parts + [end - behind..<end]
    var piece = whole
    piece.ids = ranges.flatMap { whole.ids[$0] }
    piece.typeIDs = ranges.flatMap { whole.typeIDs[$0] }
    if !whole.offsets.isEmpty {
      piece.tokens = ranges.flatMap { whole.tokens[$0] }
      piece.offsets = ranges.flatMap { whole.offsets[$0] }
      piece.specialTokensMask = ranges.flatMap { whole.specialTokensMask[$0] }
    }
    return piece
  }
}
