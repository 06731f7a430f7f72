/// A vocabulary of whole words: a piece is a token or unknown (`WordLevel` of the `tokenizers` crate).
struct WordLevelModel: SubwordModel {
  private let vocabulary: Vocabulary
  private let unknown: Int32

  var unknownID: Int32? { unknown }
  var givesNumbers: Bool { true }
  /// One look into a table is all there is to it.
  var isWorthRemembering: Bool { false }

  /// - Throws: `missingSpecialToken`: without an unknown token the reference fails at the first word that it does not know.
  init(_ vocabulary: Vocabulary, unknownToken: String, file: String) throws(TokenizerError) {
    guard let unknown = vocabulary.id(of: Array(unknownToken.utf8)) else {
      throw .missingSpecialToken(file: file, role: "unknown", token: unknownToken)
    }
    self.vocabulary = vocabulary
    self.unknown = unknown
  }

  func cut(_ piece: UnsafeBufferPointer<UInt8>, _ scratch: inout ModelScratch) {
    let id = vocabulary.number(of: piece) ?? unknown
    scratch.tokens.append(PieceToken(id: id, start: 0, end: Int32(truncatingIfNeeded: piece.count)))
  }
}
