/// A vocabulary of whole words: a piece is a token or unknown (`WordLevel` of the `tokenizers` crate).
struct WordLevelModel: SubwordModel {
  private let vocabulary: Vocabulary
  private let unknownToken: String
  let unknownID: Int32?

  var givesNumbers: Bool { true }
  /// One look into a table is all there is to it.
  var isWorthRemembering: Bool { false }

  /// - Parameter unknownToken: may be missing in the vocabulary; the first word that is not there either is then a fault
  ///   of its text, as in the reference.
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
