package import BertText

/// A text with some of its tokens masked.
package struct MaskedText {
  /// As the encoder sees it, special tokens included.
  package var encoding: Encoding
  /// Which of its tokens are predicted, ascending.
  package var rows: [Int]
  /// The original id of each predicted token.
  package var targets: [Int32]

  package init(encoding: Encoding, rows: [Int], targets: [Int32]) {
    self.encoding = encoding
    self.rows = rows
    self.targets = targets
  }
}
