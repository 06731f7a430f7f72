import BertData
import BertInference

/// Rows that a model is compared on, cut into tokens.
struct ComparedRows {
  /// The rows of a classifier of tokens; none of another model.
  private(set) var rows: [TokenRow] = []
  let encoded: [TextEncoder.Encoded]
  /// The label of each text, where all have one that is known.
  private(set) var truth: [Int]?

  /// Texts or pairs.
  ///
  /// - Throws: `unreadableTokens`.
  init(_ rows: [Example], _ encoder: TextEncoder) throws(TuningError) {
    let labels = rows.compactMap(\.label)
    truth = labels.count == rows.count ? labels : nil
    encoded = try TuningError.translating { () throws(InferenceError) in
      try rows.map { row throws(InferenceError) in try encoder.encode(row) }
    }
  }

  /// Words, or texts with their entities.
  ///
  /// - Throws: `unreadableTokens`.
  init(_ rows: [TokenRow], _ tagging: WordTagging) throws(TuningError) {
    self.rows = rows
    encoded = try TuningError.translating { () throws(InferenceError) in try tagging.encode(rows) }
  }
}
