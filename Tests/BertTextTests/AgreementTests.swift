import BertText
import Foundation
import Testing
import _TestSupport

/// Ids and offsets against Hugging Face's fast tokenizer; figures from Scripts/golden/tokenizer.py.
@Suite("Agreement with the reference tokenizer", .enabled(if: RealData.isAvailable))
struct AgreementTests {
  @Test("every Unicode scalar, alone and inside a word", arguments: GoldenFigures.settings.map(\.name))
  func scalars(setting: String) async throws {
    let golden = try Golden.load([String: [String]].self, "tokenizer-scalars.json", target: GoldenFigures.target)
    let expected = try #require(golden[setting])
    let tokenizer = try await GoldenFigures.tokenizer(setting)
    #expect(expected.count == 272)
    var differing: [String] = []
    for (block, digest) in expected.enumerated() {
      let start = UInt32(block) * 4096
      let encodings = (start..<start + 4096).lazy.compactMap(Unicode.Scalar.init).flatMap { scalar in
        [tokenizer.encode(String(Character(scalar))), tokenizer.encode("ab\(scalar)cd")]
      }
      if GoldenFigures.digest(encodings) != digest { differing.append(String(start, radix: 16)) }
    }
    #expect(differing.isEmpty, "blocks of 4096 scalars that differ, by their first")
  }

  @Test("all texts of the corpora", arguments: ["uncased", "cased"])
  func corpora(setting: String) async throws {
    let golden = try Golden.load([String: [String]].self, "tokenizer-corpora.json", target: GoldenFigures.target)
    let tokenizer = try await GoldenFigures.tokenizer(setting)
    for name in ["amazon-reviews", "movie-reviews", "news", "reviews", "sms-spam", "tweets"] {
      let lines = try await GoldenFigures.lines(name)
      let digests = stride(from: 0, to: lines.count, by: 100).map { start in
        GoldenFigures.digest(lines[start..<min(start + 100, lines.count)].lazy.map { tokenizer.encode($0) })
      }
      #expect(digests == golden["\(setting)/\(name)"], "\(name)")
    }
  }

  @Test("truncation at many lengths, single and in pairs")
  func truncation() async throws {
    let golden = try Golden.load([String: [String]].self, "tokenizer-corpora.json", target: GoldenFigures.target)
    let tokenizer = try await GoldenFigures.tokenizer("uncased")
    let lines = try await GoldenFigures.lines("amazon-reviews")
    let single = lines.enumerated().map { index, text in
      tokenizer.encode(text, options: EncodingOptions(maxLength: 2 + index % 71))
    }
    let pairs = lines.enumerated().map { index, text in
      tokenizer.encode(
        text, pair: lines[(index * 7 + 1) % lines.count], options: EncodingOptions(maxLength: 3 + index % 71))
    }
    for (encodings, name) in [(single, "truncated"), (pairs, "truncated-pairs")] {
      let digests = stride(from: 0, to: encodings.count, by: 100).map { start in
        GoldenFigures.digest(encodings[start..<min(start + 100, encodings.count)])
      }
      #expect(digests == golden[name], "\(name)")
    }
  }

  @Test("random hard texts", arguments: GoldenFigures.settings.map(\.name))
  func randomTexts(setting: String) async throws {
    let golden = try Golden.load([String: [String]].self, "tokenizer-random.json", target: GoldenFigures.target)
    let expected = try #require(golden[setting])
    let tokenizer = try await GoldenFigures.tokenizer(setting)
    var random = RandomText(seed: 20)
    var differing: [Int] = []
    for (block, digest) in expected.enumerated() {
      let texts = (0..<100).map { _ in random.next() }
      if GoldenFigures.digest(texts.lazy.map { tokenizer.encode($0) }) != digest { differing.append(block) }
    }
    #expect(differing.isEmpty, "blocks of 100 texts that differ")
  }

  /// One hard case in full.
  struct HardCase: Decodable {
    var setting: String
    var text: String
    var pair: String?
    var special: Bool?
    var length: Int?
    var ids: [Int32]
    var types: [Int32]
    var tokens: [String]
    var offsets: [[Int]]
    var mask: [Int]
  }

  @Test("hard cases in full, and the fast path's ids")
  func hardCases() async throws {
    let cases = try Golden.load([HardCase].self, "tokenizer-hard.json", target: GoldenFigures.target)
    #expect(cases.count > 400)
    var tokenizers: [String: any Tokenizer] = [:]
    for setting in Set(cases.map(\.setting)) { tokenizers[setting] = try await GoldenFigures.tokenizer(setting) }
    for item in cases {
      let tokenizer = try #require(tokenizers[item.setting])
      let options = EncodingOptions(maxLength: item.length, addSpecialTokens: item.special ?? true)
      let encoding = tokenizer.encode(item.text, pair: item.pair, options: options)
      let name: Comment =
        "\(item.setting): \(item.text.debugDescription), \(item.pair ?? "no pair"), \(item.length ?? -1)"
      #expect(encoding.ids == item.ids, name)
      #expect(encoding.typeIDs == item.types, name)
      #expect(encoding.tokens.map { Array($0.utf8) } == item.tokens.map { Array($0.utf8) }, name)
      #expect(encoding.offsets.map { [$0.lowerBound, $0.upperBound] } == item.offsets, name)
      #expect(encoding.specialTokensMask.map { $0 ? 1 : 0 } == item.mask, name)
      let fast = tokenizer.encodeIDs(item.text, pair: item.pair, options: options)
      #expect(fast.ids == item.ids && fast.typeIDs == item.types, name)
      #expect(fast.untruncatedCount == encoding.untruncatedCount, name)
    }
  }
}
