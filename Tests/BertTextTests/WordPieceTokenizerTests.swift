import BertText
import Testing

/// Limits: lengths below the special tokens, very long texts and words.
@Suite("WordPiece at its limits")
struct WordPieceTokenizerTests {
  private let tokenizer: WordPieceTokenizer

  init() throws {
    tokenizer = try WordPieceTokenizer(vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "##a", "b", ".", "c"])
  }

  @Test("a length below the number of special tokens")
  func smallLengths() {
    for (length, ids) in [(-5, []), (0, []), (1, [2]), (2, [2, 3]), (3, [2, 4, 3])] as [(Int, [Int32])] {
      let encoding = tokenizer.encode("a b", options: EncodingOptions(maxLength: length))
      #expect(encoding.ids == ids, "length \(length)")
      #expect(encoding.tokens.count == ids.count && encoding.offsets.count == ids.count)
      #expect(encoding.typeIDs.count == ids.count && encoding.specialTokensMask.count == ids.count)
      #expect(encoding.untruncatedCount == 4 && encoding.isTruncated)
      #expect(tokenizer.encodeIDs("a b", options: EncodingOptions(maxLength: length)).ids == ids)
    }
    #expect(tokenizer.encode("a", pair: "b", options: EncodingOptions(maxLength: 2)).ids == [2, 3])
    #expect(tokenizer.encode("a b", options: EncodingOptions(maxLength: 1, addSpecialTokens: false)).ids == [4])
  }

  @Test("the fast path leaves tokens, offsets and mask empty")
  func fastPath() {
    let encoding = tokenizer.encodeIDs("a b")
    #expect(encoding.ids == [2, 4, 6, 3] && encoding.typeIDs == [0, 0, 0, 0])
    #expect(encoding.tokens.isEmpty && encoding.offsets.isEmpty && encoding.specialTokensMask.isEmpty)
  }

  @Test("a text of ten million bytes", .timeLimit(.minutes(1)))
  func longText() {
    let text = String(repeating: "aaa b. ", count: 1_500_000)
    let encoding = tokenizer.encodeIDs(text, options: EncodingOptions(maxLength: 8))
    #expect(encoding.ids == [2, 4, 5, 5, 6, 7, 4, 3])
    #expect(encoding.untruncatedCount == 7_500_002)
  }

  @Test(
    "a word of a million scalars is unknown", .timeLimit(.minutes(1)),
    arguments: ["a", "é", "漢", "\u{301}", "\u{302e}"])
  func longWord(scalar: String) {
    let encoding = tokenizer.encode("b " + String(repeating: scalar, count: 1_000_000) + " b")
    switch scalar {
    case "漢": #expect(encoding.ids.count == 1_000_004)
    case "\u{301}": #expect(encoding.ids == [2, 6, 6, 3])
    default:
      #expect(encoding.ids == [2, 6, 1, 6, 3])
      #expect(encoding.offsets[2] == 2..<1_000_002)
    }
  }

  @Test("brackets that are no special token", .timeLimit(.minutes(1)))
  func manyBrackets() {
    let encoding = tokenizer.encodeIDs(String(repeating: "[CL[SE", count: 500_000))
    #expect(encoding.ids.count == 2_000_002)
  }

  @Test("a vocabulary made to blow up the failure links stays in bounds")
  func hostileVocabulary() throws {
    var vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "##a"]
    for length in stride(from: 10, through: 99, by: 1) {
      vocabulary.append(String(repeating: "a", count: length) + "b")
    }
    let tokenizer = try WordPieceTokenizer(vocabulary: vocabulary)
    #expect(tokenizer.encodeIDs(String(repeating: "a", count: 100)).ids.count == 102)
    #expect(tokenizer.encodeIDs(String(repeating: "a", count: 12) + "b").ids == [2, 8, 3])
  }
}
