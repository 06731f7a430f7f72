import BertText

/// A text with some of its tokens masked.
struct MaskedText {
  /// As the encoder sees it, special tokens included.
  var encoding: Encoding
  /// Which of its tokens are predicted, ascending.
  var rows: [Int]
  /// What each of these was.
  var targets: [Int32]
}
