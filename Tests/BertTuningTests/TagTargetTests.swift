import BertData
import BertInference
import BertTuning
import Foundation
import Testing

/// What tokens learn of spans, of long texts, and of what the tokenizer does not show.
@Suite struct TagTargetTests {
  private static let classes = TagScheme.bio.classes(of: ["GOOD"])

  private func targets(
    _ row: TokenRow, maxLength: Int = 32, policy: LongTextPolicy = .windows
  ) throws -> TagTargets {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let tagging = WordTagging(
      try PretrainedModel(at: tiny.encoder), classes: Self.classes, maxLength: maxLength, policy: policy)
    return tagging.targets(row, try tagging.encode([row])[0], scheme: .bio)
  }

  private func text(_ text: String, _ spans: [Range<Int>]) -> TokenRow {
    TokenRow(.text(text, entities: spans.map { LabelledRange("GOOD", $0) }), line: 3)
  }

  /// Each token of the vocabulary is a word, so that places of words are those of tokens behind [CLS].
  @Test("A span that ends with words is learnt as it stands")
  func spans() throws {
    let found = try targets(text("it is fine great thing", [6..<16]))
    #expect(found.windows == [[nil, 0, 0, 1, 2, 0, nil]])
    #expect(found.movedSpans == 0 && found.lostSpans == 0 && !found.isCut)
  }

  @Test("A span with a border inside a word takes the whole word, and is counted")
  func borders() throws {
    for span in [7..<16, 6..<13, 7..<12] {
      let found = try targets(text("it is fine great thing", [span]))
      #expect(found.windows == [[nil, 0, 0, 1, 2, 0, nil]], "\(span)")
      #expect(found.movedSpans == 1 && found.lostSpans == 0)
    }
    // Of two spans in one word the first has it; white space is no word.
    let shared = try targets(text("it is fine great thing", [6..<8, 8..<10]))
    #expect(shared.windows == [[nil, 0, 0, 1, 0, 0, nil]])
    #expect(shared.movedSpans == 1 && shared.lostSpans == 1)
    #expect(try targets(text("it is fine", [2..<3])).lostSpans == 1)
    // A border in the white space beside a word is not where the word ends either.
    #expect(try targets(text("it is fine great", [6..<11])).movedSpans == 1)
  }

  /// 25 words in windows of ten, which begin at 0, 8 and 15. A word is learnt where it stands farthest from an edge behind
  /// which the text goes on: 0 to 8, 9 to 16 and 17 to 24.
  @Test("Of overlapping windows a word is learnt in one")
  func windows() throws {
    let words = (0..<25).map { TinyModel.filler[$0 % TinyModel.filler.count] }
    let tags = (0..<25).map { $0 == 9 ? TokenTag(.begin, "GOOD") : .outside }
    let found = try targets(TokenRow(.words(words, tags: tags), line: 1), maxLength: 12)
    let learnt = found.windows.map { window in window.indices.filter { window[$0] != nil } }
    #expect(learnt == [Array(1...9), Array(2...9), Array(3...10)])
    #expect(found.windows[1][2] == 1 && found.windows.joined().count { $0 == 1 } == 1)
  }

  @Test("What is cut off is told, and not what is still there")
  func cut() throws {
    let words = (0..<25).map { TinyModel.filler[$0 % TinyModel.filler.count] }
    let tags = words.map { _ in TokenTag.outside }
    let found = try targets(TokenRow(.words(words, tags: tags), line: 1), maxLength: 12, policy: .truncate)
    #expect(found.isCut && found.emptyWords == 0 && found.windows.map(\.count) == [12])
    let spans = try targets(text(words.joined(separator: " "), [100..<103]), maxLength: 12, policy: .truncate)
    #expect(spans.isCut && spans.lostSpans == 0 && spans.movedSpans == 0)
  }

  @Test("Words of which the tokenizer makes nothing are counted")
  func empty() throws {
    let row = TokenRow(
      .words(["it", "\u{200E}", "fine"], tags: [.outside, .outside, TokenTag(.begin, "GOOD")]), line: 1)
    let found = try targets(row)
    #expect(found.emptyWords == 1 && found.windows == [[nil, 0, 1, nil]])
  }

  @Test("The run tells of each, with the lines")
  func warnings() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let rows = [
      text("it is fine great thing", [6..<16]), text("it is fine great thing", [7..<16]), text("it is fine", [2..<3]),
      TokenRow(.words(["it", "\u{200E}"], tags: [.outside, .outside]), line: 9),
    ]
    let other = TokenRow(.text("it is poor", entities: [LabelledRange("BAD", 6..<10)]), line: 2)
    let data = try TokenTrainingData(scheme: nil, training: rows, validation: [other])
    let session = try TokenTrainingSession(tiny.tokenJob(data: data))
    let lines = session.warnings.map(\.description)
    for words in ["end with words", "word of their own", "makes nothing of", "'BAD'"] {
      #expect(lines.contains { $0.contains(words) }, "\(lines)")
    }
    #expect(lines.contains { $0.contains("line 9") })
    #expect(session.plan.entitiesPerLabel?.map(\.rows) == [3])
  }
}
