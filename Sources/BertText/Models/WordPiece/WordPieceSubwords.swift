/// WordPiece as the model of a pipeline, after any pre-tokenizer.
struct WordPieceSubwords: SubwordModel {
  private let automaton: WordPieceAutomaton
  private let unknown: Int32
  /// The greatest number of scalars of a piece; longer ones become the unknown token.
  private let longestWord: Int
  /// The prefix of subwords that continue a word, `##`.
  let continuationPrefix: String

  var unknownID: Int32? { unknown }
  /// The automaton is as fast as a look-up in a cache.
  var isWorthCaching: Bool { false }
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
