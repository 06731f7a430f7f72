import BertText
import Foundation
import Testing
import _TestSupport

/// Every component of `tokenizer.json` against Hugging Face's tokenizers, and `.model` files against SentencePiece.
@Suite("Agreement on trained vocabularies", .enabled(if: RealData.isAvailable && Oracle.isAvailable))
struct TrainedAgreementTests {
  static let pipelines = [
    "wordpiece-uncased", "wordpiece-cased", "byte-level", "byte-level-prefixed", "byte-level-split", "bpe-suffixed",
    "bpe-prefixed", "unigram", "unigram-albert", "unigram-first", "sentencepiece-bpe",
  ]
  static let corpora = [
    "amazon-reviews.csv", "movie-reviews.csv", "tweets.csv", "news.csv", "sms-spam.csv", "wikitext-2.txt",
  ]

  private func differing(_ texts: [String], _ size: Int, _ expected: [String?]?, _ tokenizer: any Tokenizer) throws
    -> [Int]
  {
    let expected = try #require(expected)
    let starts = Array(stride(from: 0, to: texts.count, by: size))
    try #require(starts.count == expected.count)
    return zip(starts, expected).compactMap { start, digest in
      let block = texts[start..<min(start + size, texts.count)]
      return GoldenFigures.digest(block.lazy.map { tokenizer.encode($0) }) == digest ? nil : start
    }
  }

  @Test("random hard texts", arguments: pipelines)
  func randomTexts(name: String) throws {
    let tokenizer = try TrainedAgreement.tokenizer(name)
    let texts = try TrainedAgreement.randomTexts()
    #expect(texts.count == 5000)
    #expect(try differing(texts, 100, TrainedAgreement.figures()[name]?["random"], tokenizer).isEmpty)
    // The fast path gives the same ids, from a memory of pieces that is empty or not.
    let again = try TrainedAgreement.tokenizer(name)
    for text in texts.prefix(1000) {
      #expect(again.encodeIDs(text).ids == tokenizer.encode(text).ids, "\(text.debugDescription)")
    }
  }

  @Test("every Unicode scalar inside a word, alone and between digits", arguments: pipelines)
  func scalars(name: String) throws {
    let expected = try #require(TrainedAgreement.figures()[name]?["scalars"])
    let tokenizer = try TrainedAgreement.tokenizer(name)
    var differing: [String] = []
    for (block, digest) in expected.enumerated() {
      let start = UInt32(block) * 4096
      let texts = stride(from: start, to: start + 4096, by: 16).map { first in
        (first..<(first + 16)).compactMap(Unicode.Scalar.init).map {
          start < 0x40000 ? "ab\($0)cd \($0) 1\($0)2" : "a\($0)"
        }.joined(separator: " ")
      }
      let encodings = texts.lazy.filter { !$0.isEmpty }.map { tokenizer.encode($0) }
      if GoldenFigures.digest(encodings) != digest { differing.append(String(start, radix: 16)) }
    }
    #expect(differing.isEmpty, "blocks of 4096 scalars that differ, by their first")
  }

  @Test("all texts of the corpora", arguments: pipelines)
  func corpora(name: String) throws {
    let figures = try #require(TrainedAgreement.figures()[name])
    let tokenizer = try TrainedAgreement.tokenizer(name)
    #expect(Self.corpora.dropLast().allSatisfy { figures[$0] != nil })
    for corpus in Self.corpora where figures[corpus] != nil {
      #expect(try differing(TrainedAgreement.corpus(corpus), 500, figures[corpus], tokenizer).isEmpty, "\(corpus)")
    }
  }

  @Test(
    "windows of pairs, by every strategy, length, stride and side",
    arguments: ["wordpiece-uncased", "byte-level", "byte-level-prefixed", "byte-level-split", "unigram-albert"])
  func windows(name: String) throws {
    let expected = try #require(TrainedAgreement.figures()[name]?["windows"])
    let tokenizer = try TrainedAgreement.tokenizer(name)
    let texts = Array(try TrainedAgreement.corpus("amazon-reviews.csv").prefix(600))
    #expect(expected.count == texts.count && expected.count { $0 != nil } > 300)
    let strategies: [EncodingOptions.TruncationStrategy] = [.longestFirst, .onlyFirst, .onlySecond]
    var differing: [Int] = []
    for (index, digest) in expected.enumerated() where digest != nil {
      let options = EncodingOptions(
        maxLength: 8 + index % 41, strategy: strategies[index % 5 % 3], truncationSide: index % 2 == 0 ? .right : .left,
        stride: index % 3)
      let pair = index % 4 > 0 ? texts[(index * 7 + 1) % texts.count] : nil
      let windows = tokenizer.encodeWindows(texts[index], pair: pair, options: options)
      var found = GoldenFigures.Digest()
      for window in windows {
        found.add(window.ids.count)
        for id in window.ids { found.add(Int(id)) }
        for type in window.typeIDs { found.add(Int(type)) }
        for offsets in window.offsets {
          found.add(offsets.lowerBound)
          found.add(offsets.upperBound)
        }
      }
      if found.text != digest { differing.append(index) }
      #expect(windows[0] == tokenizer.encode(texts[index], pair: pair, options: options))
    }
    #expect(differing.isEmpty)
  }

  @Test("SentencePiece's own models, through its library", arguments: ["unigram-model", "bpe-model"])
  func models(name: String) throws {
    let figures = try #require(TrainedAgreement.figures()[name])
    let tokenizer = try TrainedAgreement.tokenizer(name)
    for (key, size) in [("random", 100)] + Self.corpora.map({ ($0, 500) }) {
      let texts = key == "random" ? try TrainedAgreement.randomTexts() : try TrainedAgreement.corpus(key)
      let expected = try #require(figures[key])
      for (start, digest) in zip(stride(from: 0, to: texts.count, by: size), expected) {
        var found = GoldenFigures.Digest()
        for text in texts[start..<min(start + size, texts.count)] {
          // See the script: rounding decides between orders of equal score.
          var ids = tokenizer.encodeIDs(text).ids
          if name == "unigram-model" { ids.sort() }
          found.add(ids.count)
          for id in ids { found.add(Int(id)) }
        }
        #expect(found.text == digest, "\(key) from \(start)")
      }
    }
  }

  @Test(
    "a model read from tokenizer.json and through libsentencepiece",
    arguments: [("unigram", "unigram-model"), ("sentencepiece-bpe", "bpe-model")])
  func native(pair: (String, String)) throws {
    let native = try TrainedAgreement.tokenizer(pair.0)
    let library = try TrainedAgreement.tokenizer(pair.1)
    let scores = try TrainedAgreement.unigramScores(pair.0)
    for corpus in Self.corpora {
      let differing = try TrainedAgreement.corpus(corpus).filter {
        let ids = native.encodeIDs($0).ids, others = library.encodeIDs($0).ids
        guard ids != others else { return false }
        // The library adds scores in 32 bits, so that of two segmentations with the same score it may take the other one.
        guard let scores else { return true }
        let ours = ids.reduce(0) { $0 + scores[Int($1)] }, theirs = others.reduce(0) { $0 + scores[Int($1)] }
        return abs(ours - theirs) > abs(ours) * Double(Float.ulpOfOne) * Double(ids.count)
      }
      #expect(differing.isEmpty, "\(corpus): \(differing.prefix(3))")
    }
  }
}
