import BertData
import BertInference
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Which tokens are masked, and what stands in their place.
@Suite struct MaskingTests {
  private static let words = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "play", "##ing", "##ed", "the", "game", "watch", "##es", "long",
  ]

  private func vocabulary(
    _ folder: Scratch, _ words: [String] = words
  ) throws -> (MaskingVocabulary, any BertText.Tokenizer) {
    try Data((words.joined(separator: "\n") + "\n").utf8).write(to: folder.url.appendingPathComponent("vocab.txt"))
    try Data(#"{"do_lower_case": true, "tokenizer_class": "BertTokenizer"}"#.utf8).write(
      to: folder.url.appendingPathComponent("tokenizer_config.json"))
    let tokenizer = try TokenizerLoader.pretrained(directory: folder.url, configuration: ("bert", nil))
    return (try MaskingVocabulary(tokenizer, rows: words.count, path: "x"), tokenizer.tokenizer)
  }

  private func masking(_ vocabulary: MaskingVocabulary, _ share: Double, wholeWords: Bool = false) -> Masking {
    var options = MaskingOptions()
    options.share = share
    options.wholeWords = wholeWords
    return Masking(options: options, vocabulary: vocabulary, seed: 42)
  }

  /// 15 % are predicted; eight of ten of these are masks, one another word, one the token itself; none is special.
  @Test(arguments: [0.15, 0.4]) func rates(share: Double) throws {
    let folder = try Scratch(), (vocabulary, tokenizer) = try vocabulary(folder)
    let masking = masking(vocabulary, share)
    let text = tokenizer.encodeIDs(Array(repeating: "the game [UNK] long", count: 12).joined(separator: " "))
    var predicted = 0, masks = 0, kept = 0, content = 0
    for number in 0..<2000 {
      let masked = masking.masked(text, number: number, epoch: 0)
      #expect(masked.rows == masked.rows.sorted() && Set(masked.rows).count == masked.rows.count)
      content += 36
      for (row, target) in zip(masked.rows, masked.targets) {
        #expect(target == text.ids[row] && target > 4)
        let now = masked.encoding.ids[row]
        predicted += 1
        if now == 4 { masks += 1 }
        if now == target { kept += 1 }
        #expect(now >= 4)
      }
      for row in text.ids.indices where !masked.rows.contains(row) {
        #expect(masked.encoding.ids[row] == text.ids[row])
      }
    }
    // Four standard deviations of what 2,000 texts of 36 tokens give.
    #expect(abs(Double(predicted) / Double(content) - share) < 0.002)
    #expect(abs(Double(masks) / Double(predicted) - 0.8) < 0.016)
    // One of ten, and one of eight of those that are replaced.
    #expect(abs(Double(kept) / Double(predicted) - (0.1 + 0.1 / 8)) < 0.013)
  }

  @Test func everyEpochHasItsOwnMasksAndEveryTextHasOne() throws {
    let folder = try Scratch(), (vocabulary, tokenizer) = try vocabulary(folder)
    let masking = masking(vocabulary, 0.15)
    let text = tokenizer.encodeIDs("the game the game long the watch game")
    func rows(_ number: Int, _ epoch: Int) -> [Int] { masking.masked(text, number: number, epoch: epoch).rows }
    #expect(rows(3, 1) == rows(3, 1))
    #expect(Set((0..<20).map { rows(3, $0) }).count > 5 && Set((0..<20).map { rows($0, 3) }).count > 5)
    let short = tokenizer.encodeIDs("game")
    #expect((0..<50).allSatisfy { masking.masked(short, number: $0, epoch: 0).rows == [1] })
  }

  @Test func wholeWordsAreMaskedTogether() throws {
    let folder = try Scratch(), (vocabulary, tokenizer) = try vocabulary(folder)
    let masking = masking(vocabulary, 0.3, wholeWords: true)
    let text = tokenizer.encodeIDs("playing the watches played long playing game")
    let words = [[1, 2], [3], [4, 5], [6, 7], [8], [9, 10], [11]]
    #expect(text.ids.count == 13)
    for number in 0..<300 {
      let rows = Set(masking.masked(text, number: number, epoch: 0).rows)
      #expect(!rows.isEmpty)
      for word in words { #expect(rows.isSuperset(of: word) || rows.isDisjoint(with: word)) }
    }
  }

  /// Words begin with a mark in the vocabularies of SentencePiece and in byte-level ones.
  @Test(arguments: [
    (
      #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}"#,
      #"{"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["<mask>", 0], ["▁play", -1], ["ing", -1], ["▁game", -1]]}"#,
      [Int32(2), 3, 4], "playing game"
    ),
    (
      #"{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}"#,
      #"{"type": "BPE", "vocab": {"<unk>": 0, "<mask>": 1, "Ġa": 2, "b": 3, "Ġ": 4, "a": 5}, "merges": [["Ġ", "a"]]}"#,
      [2, 3, 2], "ab a"
    ),
  ]) func wordsBeginWithAMark(preTokenizer: String, model: String, ids: [Int32], text: String) throws {
    let folder = try Scratch()
    _ = try folder.file(
      "tokenizer.json",
      Data(
        """
        {"version": "1.0", "added_tokens": [{"id": 1, "content": "<mask>", "special": true, "single_word": false,
        "lstrip": false, "rstrip": false, "normalized": false}], "normalizer": null, "pre_tokenizer": \(preTokenizer),
        "post_processor": null, "decoder": null, "model": \(model)}
        """.utf8))
    _ = try folder.file(
      "tokenizer_config.json", Data(#"{"tokenizer_class": "PreTrainedTokenizerFast", "mask_token": "<mask>"}"#.utf8))
    let pretrained = try TokenizerLoader.pretrained(directory: folder.url, configuration: (nil, nil))
    let vocabulary = try MaskingVocabulary(pretrained, rows: 6, path: "x")
    let encoding = pretrained.tokenizer.encodeIDs(text)
    #expect(encoding.ids == ids)
    #expect(ids.map { vocabulary.continues?[Int($0)] } == [false, true, false])
    let masking = masking(vocabulary, 0.5, wholeWords: true)
    for number in 0..<40 {
      let rows = masking.masked(encoding, number: number, epoch: 0).rows
      #expect(rows == [2] || rows == [0, 1])
    }
  }
}
