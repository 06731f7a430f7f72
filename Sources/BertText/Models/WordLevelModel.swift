/// A vocabulary of whole words: each piece is one token, perhaps the unknown one (`WordLevel` of the `tokenizers`
/// crate).
struct WordLevelModel: SubwordModel {
  private let vocabulary: Vocabulary
  private let unknownToken: String
  let unknownID: Int32?

  var givesNumbers: Bool { true }
  /// The model itself is one look-up in a hash table.
  var isWorthCaching: Bool { false }

  /// - Parameters:
  ///   - vocabulary: the words.
  ///   - unknownToken: the unknown token. It may be missing in the vocabulary; a text with an unknown word is then a
  ///     fault, as in the reference.
  init(_ vocabulary: Vocabulary, unknownToken: String) {
    self.vocabulary = vocabulary
    self.unknownToken = unknownToken
    unknownID = vocabulary.id(of: Array(unknownToken.utf8))
  }

  func cut(_ piece: UnsafeBufferPointer<UInt8>, _ scratch: inout ModelScratch) {
    if let id = vocabulary.number(of: piece) ?? unknownID {
      scratch.tokens.append(PieceToken(id: id, start: 0, end: Int32(truncatingIfNeeded: piece.count)))
    } else if scratch.fault == nil {
      scratch.fault = .unknownWord(String(decoding: piece, as: UTF8.self), unknownToken: unknownToken)
    }
  }
}
