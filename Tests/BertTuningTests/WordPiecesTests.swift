import BertReport
import BertText
import BertTuning
import Testing

@Suite struct WordPiecesTests {
  typealias Piece = ErrorsSection.Piece

  @Test("A word weighs what its tokens weigh together; the space between words weighs nothing")
  func words() {
    // "un" "##real" "film" "!" with offsets in scalars; the é before them is one scalar.
    let pieces = WordPieces.pieces(
      of: "é unreal  film!",
      [
        .init(range: 2..<4, score: 1), .init(range: 4..<8, score: 0.5), .init(range: 10..<14, score: -2),
        .init(range: 14..<15, score: 0.25),
      ])
    #expect(
      pieces == [
        Piece("é"), Piece(" "), Piece("unreal", weight: 1.5), Piece("  "), Piece("film!", weight: -1.75),
      ])
  }

  @Test("A token that begins with a space belongs to the word behind it; Han characters are words")
  func spaces() {
    #expect(
      WordPieces.pieces(of: "a bc", [.init(range: 1..<4, score: 3)]) == [
        Piece("a"), Piece(" "), Piece("bc", weight: 3),
      ])
    #expect(
      WordPieces.pieces(of: "日本x", [.init(range: 0..<1, score: 1), .init(range: 1..<2, score: 2)]) == [
        Piece("日", weight: 1), Piece("本", weight: 2), Piece("x"),
      ])
  }

  @Test("Offsets beyond the text and texts without words do no harm")
  func bounds() {
    #expect(WordPieces.pieces(of: "ab", [.init(range: 5..<9, score: 1)]) == [Piece("ab")])
    #expect(WordPieces.pieces(of: "", [.init(range: 0..<0, score: 1)]).isEmpty)
    #expect(WordPieces.pieces(of: " \n", []).map(\.text) == [" \n"])
  }

  @Test("The special tokens part the two texts")
  func pairs() {
    let encoding = Encoding(
      ids: [1, 5, 6, 2, 7, 2], typeIDs: [0, 0, 0, 0, 1, 1], tokens: ["[CLS]", "a", "b", "[SEP]", "c", "[SEP]"],
      offsets: [0..<0, 0..<1, 2..<3, 0..<0, 0..<1, 0..<0], specialTokensMask: [true, false, false, true, false, true])
    let (first, second) = WordPieces.tokens(of: encoding, scores: [9, 1, 2, 9, 3, 9])
    #expect(first.map(\.score) == [1, 2] && second.map(\.score) == [3])
    #expect(first.map(\.range) == [0..<1, 2..<3] && second.map(\.range) == [0..<1])
  }
}
