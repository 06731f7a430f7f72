/// WordPiece on pieces that any pre-tokenizer made.
struct WordPieceSubwords: SubwordModel {
  private let automaton: WordPieceAutomaton
  private let unknown: Int32
  /// Pieces of more scalars are unknown.
  private let longestWord: Int
  /// What marks a spelling as a continuation, `##`.
  let continuationPrefix: String

  var unknownID: Int32? { unknown }
  /// The automaton is as quick as a look into a table.
  var isWorthRemembering: Bool { false }
  var givesNumbers: Bool { true }

  init(
    _ vocabulary: Vocabulary, unknown: Int32, prefix: [UInt8], longestWord: Int, file: String
  ) throws(TokenizerError) {
    automaton = try WordPieceAutomaton(vocabulary, prefix: prefix, longestWord: longestWord, file: file)
    self.unknown = unknown
    continuationPrefix = String(decoding: prefix, as: UTF8.self)
    self.longestWord = longestWord
  }

  func cut(_ piece: UnsafeBufferPointer<UInt8>, _ scratch: inout ModelScratch) {
    let matcher = automaton.matcher
    scratch.ids.removeAll(keepingCapacity: true)
    guard UTF8Scan.count(piece) <= longestWord, matcher.match(piece, into: &scratch.ids) else {
      scratch.tokens.append(PieceToken(id: unknown, start: 0, end: Int32(truncatingIfNeeded: piece.count)))
      return
    }
    var start: Int32 = 0
    for id in scratch.ids {
      let end = start + (start == 0 ? matcher.initialLengths : matcher.suffixLengths)[Int(id)]
      scratch.tokens.append(PieceToken(id: id, start: start, end: end))
      start = end
    }
  }
}
