package import BertData
package import BertText

/// Texts to the token sequences that the encoder sees, long ones by the policy chosen.
package struct TextEncoder: Sendable {
  /// A text as the encoder sees it.
  package struct Encoded: Sendable {
    /// What it was made of.
    package let row: Example
    /// One sequence, or several windows of a long text.
    package var windows: [Encoding]
    /// The text's token, special ones aside, that each window begins with.
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
  /// Special tokens before and behind a single text.
  private let before: Int
  private let behind: Int

  /// - Parameters:
  ///   - model: Whose tokenizer cuts the texts, from the side that its files name.
  ///   - maxLength: Tokens of a sequence at the most, special ones included.
  ///   - policy: What happens to longer texts.
  ///   - prompt: What is put before each text, of a pair before the first.
  package init(_ model: PretrainedModel, maxLength: Int, policy: LongTextPolicy, prompt: String = "") {
    let tokenizer = model.tokenizer.tokenizer
    self.tokenizer = tokenizer
    truncationSide = model.tokenizer.truncationSide
    self.model = model
    self.maxLength = maxLength
    self.policy = policy
    self.prompt = prompt
    // The template is the same for every text; a text of one token that is not the template's shows it.
    let special = tokenizer.encodeIDs(of: [], options: EncodingOptions()).ids
    let word = (0...Int32(special.count)).first { !special.contains($0) } ?? 0
    let ids = tokenizer.encodeIDs(of: [word], options: EncodingOptions()).ids
    before = ids.firstIndex(of: word) ?? ids.count
    behind = ids.lastIndex(of: word).map { ids.count - 1 - $0 } ?? 0
  }

  /// As a trained classifier reads texts.
  ///
  /// - Parameter text: What a bundle remembers; nil for the model's longest, truncated.
  package init(_ model: PretrainedModel, _ text: BundleRecord.TextRecord?) {
    self.init(
      model, maxLength: min(text?.maxLength ?? .max, model.longestSequence), policy: text?.longText ?? .truncate,
      prompt: text?.prompt ?? "")
  }

  /// The sequences of a row.
  ///
  /// - Parameter withOffsets: Whether the sequences say where each token is, in the prompt with the text behind it; it takes longer.
  /// - Returns: At least one sequence, none longer than the maximum length.
  /// - Throws: `unreadableTokens`.
  package func encode(_ row: Example, withOffsets: Bool = false) throws(InferenceError) -> Encoded {
    let encoded = sequences(row, withOffsets: withOffsets)
    for window in encoded.windows {
      if let reason = model.unreadable(window) { throw .unreadableTokens(reason, line: row.line) }
    }
    return encoded
  }

  /// The sequences of a text that was encoded before, with another behind it as the second of a pair.
  ///
  /// - Precondition: The other text can be read too.
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
      // 128 of 510 in the paper, kept in proportion for other lengths.
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
