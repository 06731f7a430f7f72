import BertData

/// A row made ready for a ``TextClassifier``: tokenized where the classifier has an encoder.
public struct PreparedRow: Sendable {
  /// The row as it was given; simple models read it.
  let row: Example
  /// The token sequences for an encoder; nil for a simple model.
  let encoded: TextEncoder.Encoded?

  /// Whether the encoder reads only a part of the text: it is too long, and is not read in windows.
  package var isCut: Bool { encoded.map { $0.isLong && $0.windows.count == 1 } ?? false }

  /// Tokens that the encoder computes, including special tokens and all windows of a long text. A simple model
  /// tokenizes while it predicts and computes little: its rows count one token for every four bytes.
  public var tokenCount: Int {
    encoded?.tokenCount ?? (row.text.utf8.count + (row.pair?.utf8.count ?? 0) + 3) / 4
  }
}
