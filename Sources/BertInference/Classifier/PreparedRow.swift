import BertData

/// A row made ready for a ``TextClassifier``: cut into tokens where the classifier has an encoder.
public struct PreparedRow: Sendable {
  /// The row as it was given, which is what a simple model reads.
  let row: Example
  /// What an encoder reads.
  let encoded: TextEncoder.Encoded?

  /// Whether the encoder reads only a part of the text: it is too long, and is not read in windows.
  package var isCut: Bool { encoded.map { $0.isLong && $0.windows.count == 1 } ?? false }

  /// Tokens that the encoder computes, special ones and all windows of a long text included. A simple model takes a text
  /// apart as it goes and computes next to nothing: one for each four bytes.
  public var tokenCount: Int {
    encoded?.tokenCount ?? (row.text.utf8.count + (row.pair?.utf8.count ?? 0) + 3) / 4
  }
}
