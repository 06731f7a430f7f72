import BertText

/// Sequences to be masked.
protocol MaskableTexts: Sendable {
  /// The number of sequences.
  var count: Int { get }
  /// Tokens of all sequences, and of the longest, special ones included.
  var tokenCount: Int { get }
  var longest: Int { get }

  /// Tokens of a sequence, special ones included.
  func length(_ index: Int) -> Int
  /// A sequence as the encoder sees it.
  func encoding(_ index: Int) -> Encoding
}

extension MaskingCorpus: MaskableTexts {}

/// Sequences that a classifier reads, tokenized already.
struct EncodedTexts: MaskableTexts {
  let encodings: [Encoding]

  var count: Int { encodings.count }
  var tokenCount: Int { encodings.reduce(0) { $0 + $1.ids.count } }
  var longest: Int { encodings.map(\.ids.count).max() ?? 0 }

  func length(_ index: Int) -> Int { encodings[index].ids.count }
  func encoding(_ index: Int) -> Encoding { encodings[index] }
}
