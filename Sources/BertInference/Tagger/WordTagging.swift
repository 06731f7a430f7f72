package import BertData
package import BertEncoder
import BertText
import Foundation

/// Turns the words of rows into tokens with targets, and the logits of tokens into tags of words.
package struct WordTagging: Sendable {
  /// The tag of each class of the model, `[C]`.
  package let classes: [TokenTag]
  /// The most tokens of a window.
  package let maxLength: Int
  private let encoder: TextEncoder
  private let continuationPrefix: String?

  /// - Parameters:
  ///   - model: The model with the tokenizer.
  ///   - classes: The tags, in the order of the classes.
  ///   - maxLength: The most tokens of a window.
  ///   - policy: What happens to longer texts.
  package init(_ model: PretrainedModel, classes: [TokenTag], maxLength: Int, policy: LongTextPolicy) {
    self.classes = classes
    self.maxLength = maxLength
    encoder = TextEncoder(model, maxLength: maxLength, policy: policy)
    continuationPrefix = model.tokenizer.tokenizer.continuationPrefix
  }

  /// The tagging of a trained token classifier: texts are read whole, long ones in windows.
  ///
  /// - Parameters:
  ///   - model: The model with the tokenizer.
  ///   - labels: The names of the classes, in their order.
  ///   - record: A bundle's record, whose maximum length is that of a window; nil for the model's longest sequence.
  package init(_ model: PretrainedModel, labels: [String], record: BundleRecord?) {
    // Where the architecture sets no limit, the memory of attention does.
    let limit = model.configuration.hasUnlimitedPositions ? Self.longestWindow : .max
    self.init(
      model, classes: labels.map { TokenTag(className: $0) },
      maxLength: min(record?.text?.maxLength ?? .max, model.longestSequence, limit), policy: .windows)
  }

  private static let longestWindow = 1024

  /// The sequences of each row. Words are joined by spaces.
  ///
  /// - Throws: `unreadableTokens`.
  package func encode(_ rows: [TokenRow]) throws(InferenceError) -> [TextEncoder.Encoded] {
    var encoded: [TextEncoder.Encoded] = []
    for row in rows { encoded.append(try encode(row)) }
    return encoded
  }

  /// The sequences of a row. Words are joined by spaces.
  ///
  /// - Throws: `unreadableTokens`.
  func encode(_ row: TokenRow) throws(InferenceError) -> TextEncoder.Encoded {
    try encoder.encode(Example(text: row.text, line: row.line), withOffsets: true)
  }

  /// The logits of all tokens of all windows, `[T, C]`, row after row. The model's weights must be packed already.
  ///
  /// - Parameters:
  ///   - encoded: The sequences of each row.
  ///   - model: The encoder with a head for tokens.
  ///   - lanes: The threads.
  ///   - isCancelled: Called before batches.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  package func logits(
    _ encoded: [TextEncoder.Encoded], of model: SequenceClassifier, on lanes: BatchLanes, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [Float] {
    try lanes.rows(
      of: encoded.flatMap(\.windows), width: classes.count, head: .token, isCancelled: isCancelled, progress: { _ in }
    ) { model.logits($0, into: $1, compute: $2) }
  }

  /// The tags of the rows' words: each word has the class of its first token. Where a logit is not finite, the word's
  /// score is NaN, and ``TaggedText/isFinite`` is false.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - encoded: The sequences of each row.
  ///   - logits: The logits of all windows, `[T, C]`.
  package func tagged(
    _ rows: [TokenRow], _ encoded: [TextEncoder.Encoded], _ logits: [Float]
  ) -> [TaggedText] {
    var tagged: [TaggedText] = []
    var first = 0
    for (row, encoded) in zip(rows, encoded) {
      tagged.append(self.tagged(row, TokenClasses(encoded, first: first), logits))
      first += encoded.tokenCount
    }
    return tagged
  }

  /// Refuses texts with a score that is not finite.
  ///
  /// - Throws: `notFinite` for the first such row.
  package static func requireFinite(_ texts: [TaggedText], of rows: [TokenRow]) throws(InferenceError) {
    for (row, text) in zip(rows, texts) where !text.isFinite { throw .notFinite(line: row.line) }
  }

  /// The ranges of a row's words, and which tokens belong to each.
  func aligned(_ row: TokenRow, _ tokens: TokenClasses) -> (words: [Range<Int>], alignment: WordAlignment) {
    let scalars = Array(row.text.unicodeScalars)
    let words =
      row.words
      ?? WordAlignment.words(
        tokens: tokens.tokens, offsets: tokens.offsets, continuationPrefix: continuationPrefix, in: scalars)
    return (
      words,
      WordAlignment(
        words: words, offsets: tokens.offsets, isSpecial: tokens.offsets.map { _ in false }, in: scalars)
    )
  }

  private func tagged(
    _ row: TokenRow, _ tokens: TokenClasses, _ logits: [Float]
  ) -> TaggedText {
    let (words, alignment) = aligned(row, tokens)
    var tags: [TokenTag] = []
    var scores: [Double] = []
    for token in alignment.firstTokens {
      guard let token else {
        // A word without tokens is in no entity.
        tags.append(.outside)
        scores.append(1)
        continue
      }
      let start = tokens.rows[token] * classes.count
      let values = logits[start..<start + classes.count].map(Double.init)
      guard values.allSatisfy(\.isFinite) else {
        tags.append(.outside)
        scores.append(.nan)
        continue
      }
      let largest = values.max() ?? 0
      let best = values.firstIndex(of: largest) ?? 0
      tags.append(classes[best])
      scores.append(1 / values.reduce(0) { $0 + exp($1 - largest) })
    }
    return TaggedText(row.text, words: words, tags: tags, scores: scores)
  }
}
